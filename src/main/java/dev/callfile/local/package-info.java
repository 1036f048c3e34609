/**
 * What a fresh machine lacks, for dev and test: a PostgreSQL, keys, an Auth Token, a stand-in for Twilio, and something to look at. It needs the
 * embedded PostgreSQL on the class path, which no package contains; nothing else of ours knows of it.
 */
@NullMarked
package dev.callfile.local;

import org.jspecify.annotations.NullMarked;

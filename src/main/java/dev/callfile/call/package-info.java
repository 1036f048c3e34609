/** What a phone call is, how facts merge into it, how it is stored and found: the only SQL and the only persistence. */
@NullMarked
package dev.callfile.call;

import org.jspecify.annotations.NullMarked;

/** Keeps the phone-call file of every case: Twilio's callbacks go in, the case's call list comes out. */
@NullMarked
package dev.callfile;

import org.jspecify.annotations.NullMarked;

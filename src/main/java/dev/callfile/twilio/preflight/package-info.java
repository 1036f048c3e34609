/** Sends callbacks of our own to our own public URL, and says what becomes of them. */
@NullMarked
package dev.callfile.twilio.preflight;

import org.jspecify.annotations.NullMarked;

/** What Callfile knows of Twilio: its configuration here, its callbacks in {@code callback}. */
@NullMarked
package dev.callfile.twilio;

import org.jspecify.annotations.NullMarked;

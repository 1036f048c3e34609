/** Lets genuine callbacks in and turns them into facts. */
@NullMarked
package dev.callfile.twilio.callback;

import org.jspecify.annotations.NullMarked;

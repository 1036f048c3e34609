/** Speaks to Twilio's REST API. */
@NullMarked
package dev.callfile.twilio.rest;

import org.jspecify.annotations.NullMarked;

package dev.callfile.twilio.callback;

import dev.callfile.http.UrlEncoded;

/**
 * A form that Twilio signed. {@link SignedFormReader} alone makes one, from a request whose signature it has checked: a
 * resource that takes one cannot be reached without.
 *
 * @param requestTarget path and query as they were signed; our own parameters stand in the query
 * @param fields Twilio's parameters
 */
record SignedForm(String requestTarget, UrlEncoded fields) {}

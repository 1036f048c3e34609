package dev.callfile.twilio.callback;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callfile.http.UrlEncoded;

/**
 * A JSON body that Twilio signed; see {@link SignedForm}.
 *
 * @param requestTarget path and query as they were signed
 * @param query our own parameters, which stood in the webhook's URL
 * @param body as it came
 * @param json what the body says; a missing node where it is no JSON
 */
record SignedJson(String requestTarget, UrlEncoded query, String body, JsonNode json) {}

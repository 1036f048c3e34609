package dev.callfile.twilio.callback;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A JSON body that Twilio signed; see {@link SignedForm}.
 *
 * @param requestTarget path and query as they were signed; our own parameters stand in the query
 * @param body as it came
 * @param json what the body says; a missing node where it is no JSON
 */
record SignedJson(String requestTarget, String body, JsonNode json) {}

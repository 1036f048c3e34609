package dev.callfile.twilio.callback;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callfile.call.CallbackTally;
import dev.callfile.twilio.Accounts;
import dev.callfile.twilio.TwilioConfig;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lets a JSON body in when Twilio signed it, well-formed or not: the signature is over its bytes. */
@Provider
class SignedJsonReader extends SignedBodyReader<SignedJson> {

    SignedJsonReader(TwilioConfig config, Accounts accounts, CallbackTally tally, HttpServerRequest request) {
        super(SignedJson.class, "JSON: " + MediaType.APPLICATION_JSON, config, accounts, tally, request);
    }

    @Override
    SignedJson parse(String requestTarget, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return new SignedJson(requestTarget, text, Json.parse(text));
    }

    @Override
    @Nullable String accountSid(SignedJson webhook) {
        return accountSid(webhook.json());
    }

    /** The generations of Conversational Intelligence write it differently. */
    static @Nullable String accountSid(JsonNode json) {
        return Json.sid(json.has("account_sid") ? json.path("account_sid") : json.path("accountId"));
    }

    @Override
    boolean signs(TwilioSignature signature, SignedJson webhook, byte[] body, String given, List<String> tokens) {
        return signature.signsBody(webhook.requestTarget(), body, given, tokens);
    }

    @Override
    boolean takes(MediaType mediaType) {
        String subtype = mediaType.getSubtype().toLowerCase(Locale.ROOT);
        return mediaType.getType().equalsIgnoreCase("application")
                && (subtype.equals("json") || subtype.endsWith("+json"));
    }
}

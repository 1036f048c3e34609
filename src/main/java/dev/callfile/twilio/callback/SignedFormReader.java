package dev.callfile.twilio.callback;

import dev.callfile.http.UrlEncoded;
import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;
import dev.callfile.twilio.Accounts;
import dev.callfile.twilio.TwilioConfig;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets a form in when Twilio signed it, every field of it. */
@Provider
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
class SignedFormReader extends SignedBodyReader<SignedForm> {

    /** Twilio's have some dozens. Each is sorted before it is known who sent it. */
    private static final int MOST_FIELDS = 1000;

    SignedFormReader(TwilioConfig config, Accounts accounts, HttpServerRequest request) {
        super(SignedForm.class, "a form: " + MediaType.APPLICATION_FORM_URLENCODED, config, accounts, request);
    }

    @Override
    SignedForm parse(String requestTarget, byte[] body) {
        if (UrlEncoded.count(body) > MOST_FIELDS) {
            throw new ProblemException(
                    ProblemCode.PAYLOAD_TOO_LARGE, "A callback has at most " + MOST_FIELDS + " fields.");
        }
        return new SignedForm(requestTarget, UrlEncoded.queryOf(requestTarget), UrlEncoded.parse(body));
    }

    @Override
    @Nullable String accountSid(SignedForm form) {
        return form.fields().first("AccountSid");
    }

    @Override
    boolean signs(TwilioSignature signature, SignedForm form, byte[] body, String given, List<String> tokens) {
        return signature.signsForm(form.requestTarget(), form.fields(), given, tokens);
    }

    @Override
    boolean takes(MediaType mediaType) {
        return MediaType.APPLICATION_FORM_URLENCODED_TYPE.isCompatible(mediaType);
    }
}

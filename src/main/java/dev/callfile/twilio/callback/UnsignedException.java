package dev.callfile.twilio.callback;

import dev.callfile.call.Rejection;
import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;

/** Nobody whom we know has signed this: to whoever sent it, all ways of that are the same. */
final class UnsignedException extends ProblemException {

    private final Rejection rejection;

    UnsignedException(Rejection rejection) {
        super(
                ProblemCode.FORBIDDEN,
                "X-Twilio-Signature is missing or does not fit this request. It must be made over the public URL of"
                        + " this service, the path and query as sent, and every form field; where the body is no"
                        + " form, the query's bodySHA256 stands for it.");
        this.rejection = rejection;
    }

    Rejection rejection() {
        return rejection;
    }
}

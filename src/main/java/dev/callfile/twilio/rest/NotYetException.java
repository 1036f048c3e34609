package dev.callfile.twilio.rest;

/** Twilio has not finished what was asked for; that is no error. */
final class NotYetException extends RuntimeException {

    static final String REASON = "Twilio has not completed the transcript";

    NotYetException() {
        super(REASON, null, false, false);
    }
}

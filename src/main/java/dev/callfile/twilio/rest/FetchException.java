package dev.callfile.twilio.rest;

/** A transcript could not be fetched; the message says why, in words that a log may hold. */
final class FetchException extends RuntimeException {

    private final String reason;
    private final boolean forGood;

    private FetchException(String reason, boolean forGood) {
        super(reason, null, false, false);
        this.reason = reason;
        this.forGood = forGood;
    }

    /** Another attempt may succeed. */
    static FetchException passing(String reason) {
        return new FetchException(reason, false);
    }

    /** Another attempt would end the same. */
    static FetchException forGood(String reason) {
        return new FetchException(reason, true);
    }

    String reason() {
        return reason;
    }

    boolean isForGood() {
        return forGood;
    }
}

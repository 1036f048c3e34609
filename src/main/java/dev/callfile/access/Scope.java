package dev.callfile.access;

/** What a token may do, as a word of its {@code scope} claim (RFC 8693, section 4.2). */
public enum Scope {
    PHONE_CALLS_READ("phone-calls:read"),
    PHONE_CALLS_WRITE("phone-calls:write"),
    RECORDINGS_READ("recordings:read"),
    /** What concerns the whole store and not one case. */
    PHONE_CALLS_ADMIN("phone-calls:admin");

    private final String word;

    Scope(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}

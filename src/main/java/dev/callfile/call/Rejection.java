package dev.callfile.call;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a request to one of Twilio's addresses was not accepted; docs/operations.md says what each is a sign of. */
public enum Rejection {
    NO_SIGNATURE,
    WRONG_SIGNATURE,
    SEVERAL_SIGNATURES,
    UNKNOWN_ADDRESS,
    WRONG_METHOD,
    TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    /** Any other fault of whoever sent it. */
    MALFORMED,
    /** Answered 503. */
    DATABASE_UNAVAILABLE,
    INTERNAL_ERROR;

    /** The word of the database and of the API. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

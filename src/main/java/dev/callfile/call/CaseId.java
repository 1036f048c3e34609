package dev.callfile.call;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The case a call belongs to: a ULID in its canonical upper-case form.
 *
 * @see <a href="https://github.com/ulid/spec">ULID: 26 characters of Crockford's base32, case-insensitive, 128 bits</a>
 */
public record CaseId(String value) {

    private static final Pattern ULID = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");
    private static final Pattern IN_ANY_CASE = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}");

    /** Reads a case id in upper or lower case; empty when it is not a ULID. */
    public static Optional<CaseId> parse(String text) {
        return IN_ANY_CASE.matcher(text).matches()
                ? Optional.of(new CaseId(text.toUpperCase(Locale.ROOT)))
                : Optional.empty();
    }

    static boolean isUlid(String text) {
        return ULID.matcher(text).matches();
    }
}

package dev.callfile.twilio.rest;

import dev.callfile.call.AudioFormat;
import dev.callfile.call.ByteRange.Part;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says of the file that it is about, as far as it makes sense.
 *
 * @param length of the answer's body
 * @param part which bytes of the file that is
 * @param total length of the file, where no part of it is sent
 */
record StoredFile(
        String mediaType,
        @Nullable Long length,
        @Nullable Part part,
        @Nullable Long total,
        @Nullable String etag,
        @Nullable String lastModified) {

    private static final Pattern AUDIO = Pattern.compile("audio/[a-z0-9.+-]{1,64}");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final Pattern UNSATISFIED = Pattern.compile("(?i:bytes) +\\*/([0-9]{1,18})");
    private static final Pattern ETAG = Pattern.compile("(W/)?\"[\\x21\\x23-\\x7E]{0,256}\"");
    private static final Pattern DATE = Pattern.compile("[A-Za-z0-9,: ]{1,40}");

    static StoredFile of(MultiMap headers, MediaAddress address) {
        String contentRange = headers.get(HttpHeaders.CONTENT_RANGE);
        return new StoredFile(
                address.format() == null
                        ? mediaType(
                                headers.get(HttpHeaders.CONTENT_TYPE),
                                address.url().getPath())
                        : address.format().mediaType(),
                number(sane(headers.get(HttpHeaders.CONTENT_LENGTH), LENGTH)),
                contentRange == null ? null : Part.parse(contentRange).orElse(null),
                unsatisfied(contentRange),
                sane(headers.get(HttpHeaders.ETAG), ETAG),
                sane(headers.get(HttpHeaders.LAST_MODIFIED), DATE));
    }

    /** The type that was told, where it is one of sound; else what the file's name says. */
    private static String mediaType(@Nullable String told, String path) {
        String type = told == null ? "" : told.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        String ending = path.toLowerCase(Locale.ROOT);
        return AudioFormat.of(type)
                .map(AudioFormat::mediaType)
                .or(() -> Optional.of(type).filter(AUDIO.asMatchPredicate()))
                .or(() -> Arrays.stream(AudioFormat.values())
                        .filter(format -> ending.endsWith("." + format.extension()))
                        .map(AudioFormat::mediaType)
                        .findFirst())
                .orElse("application/octet-stream");
    }

    /**
     * Whether a validator means this file.
     *
     * @param ifRange {@code null} means any
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-if-range">RFC 9110, section 13.1.5</a>
     */
    boolean isMeantBy(@Nullable String ifRange) {
        return ifRange == null || (!ifRange.startsWith("W/") && ifRange.equals(etag)) || ifRange.equals(lastModified);
    }

    private static @Nullable Long unsatisfied(@Nullable String contentRange) {
        Matcher matcher = UNSATISFIED.matcher(contentRange == null ? "" : contentRange);
        return matcher.matches() ? Long.valueOf(matcher.group(1)) : null;
    }

    private static @Nullable String sane(@Nullable String header, Pattern pattern) {
        return header != null && pattern.matcher(header).matches() ? header : null;
    }

    private static @Nullable Long number(@Nullable String digits) {
        return digits == null ? null : Long.valueOf(digits);
    }
}

package dev.callfile.call;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a request asks for: from {@code first} to {@code last}, both included.
 *
 * @param first {@code null} where the last bytes are asked for, and {@code last} is how many
 * @param last {@code null} for all from {@code first} on
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-range">RFC 9110, section 14.2</a>
 */
public record ByteRange(@Nullable Long first, @Nullable Long last) {

    private static final Pattern SINGLE = Pattern.compile("(?i:bytes)=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*");

    /** Reads a {@code Range}; empty, which asks for everything, where it is not one range of bytes. */
    public static Optional<ByteRange> parse(String text) {
        Matcher range = SINGLE.matcher(text);
        if (!range.matches()) {
            return Optional.empty();
        }
        Long first = number(range.group(1));
        Long last = number(range.group(2));
        boolean backwards = first != null && last != null && last < first;
        return backwards || (first == null && last == null)
                ? Optional.empty()
                : Optional.of(new ByteRange(first, last));
    }

    /** Which bytes of so many these are; empty where none of them is there. */
    public Optional<Part> in(long total) {
        long from = first != null ? first : last == null || last > total ? 0 : total - last;
        long to = first == null || last == null || last >= total ? total - 1 : last;
        return from > to ? Optional.empty() : Optional.of(new Part(from, to, total));
    }

    /** As a {@code Range} says it. */
    public String text() {
        return "bytes=" + (first == null ? "" : first) + "-" + (last == null ? "" : last);
    }

    private static @Nullable Long number(String digits) {
        return digits.isEmpty() ? null : Long.valueOf(digits);
    }

    /**
     * Bytes that an answer holds.
     *
     * @param total how many there are altogether; {@code null} where that is not told
     */
    public record Part(long first, long last, @Nullable Long total) {

        private static final Pattern CONTENT_RANGE =
                Pattern.compile("(?i:bytes) +([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");

        /** Reads a {@code Content-Range}; empty where it is not one of bytes. */
        public static Optional<Part> parse(String text) {
            Matcher part = CONTENT_RANGE.matcher(text);
            if (!part.matches()) {
                return Optional.empty();
            }
            long first = Long.parseLong(part.group(1));
            long last = Long.parseLong(part.group(2));
            Long total = part.group(3).equals("*") ? null : Long.valueOf(part.group(3));
            boolean sane = first <= last && (total == null || last < total);
            return sane ? Optional.of(new Part(first, last, total)) : Optional.empty();
        }

        public long length() {
            return last - first + 1;
        }

        /** As a {@code Content-Range} says it. */
        public String text() {
            return "bytes " + first + "-" + last + "/" + (total == null ? "*" : total);
        }
    }
}

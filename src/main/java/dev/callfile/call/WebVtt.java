package dev.callfile.call;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A transcript as subtitles of its recording. A cue needs a beginning and a later end: what Twilio did not tell is put
 * between what it did, or guessed from the length of the text.
 *
 * @see <a href="https://www.w3.org/TR/webvtt1/">WebVTT</a>
 */
public final class WebVtt {

    private static final int SHORTEST_MS = 1000;
    private static final int MS_PER_CHARACTER = 70;

    private WebVtt() {}

    /** The whole file. */
    public static String of(Transcript transcript) {
        StringBuilder file = new StringBuilder("WEBVTT\n");
        List<Segment> segments = transcript.segments();
        long lastStart = 0;
        long lastEnd = 0;
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            long start = segment.startMs() == null ? lastEnd : Math.max(segment.startMs(), lastStart);
            long end = end(
                    segment,
                    start,
                    i + 1 < segments.size() ? segments.get(i + 1).startMs() : null);
            file.append('\n')
                    .append(time(start))
                    .append(" --> ")
                    .append(time(end))
                    .append('\n');
            if (segment.speaker() != null) {
                file.append("<v ").append(escaped(segment.speaker())).append('>');
            }
            file.append(escaped(segment.text())).append('\n');
            lastStart = start;
            lastEnd = end;
        }
        return file.toString();
    }

    private static long end(Segment segment, long start, @Nullable Integer next) {
        if (segment.endMs() != null && segment.endMs() > start) {
            return segment.endMs();
        }
        long guess = start + Math.max(SHORTEST_MS, (long) segment.text().length() * MS_PER_CHARACTER);
        return next != null && next > start ? Math.min(next, guess) : guess;
    }

    private static String time(long ms) {
        return String.format(
                Locale.ROOT, "%02d:%02d:%02d.%03d", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
    }

    /** A line break in a cue's text could end the cue. */
    private static String escaped(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}

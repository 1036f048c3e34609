package dev.callfile.twilio.callback;

import java.util.Optional;
import java.util.regex.Pattern;

/** One task as a language model words it, in a list that it may have drawn with bullets, numbers or boxes. */
final class TaskText {

    private static final int LONGEST = 2000;
    private static final Pattern MARK =
            Pattern.compile("^\\s*([-*+\u2022\u2013]\\s+|\\(?[0-9]{1,3}[.)]\\s+|\\[[ xX]?]\\s*)+");
    private static final Pattern NOTHING = Pattern.compile(
            "(there (are|were|is|was) )?(none|nil|nothing|n/?a|no( (further|open|outstanding|specific))?"
                    + " (action items?|actions?|next steps?|tasks?|follow[- ]?ups?|items?))"
                    + "( (were|was|are|is))?( (identified|found|needed|required|mentioned|discussed|recorded))?[.!]?",
            Pattern.CASE_INSENSITIVE);

    private TaskText() {}

    /** The task alone; empty where the text says that there is none. */
    static Optional<String> of(String text) {
        String task = TwilioText.clipped(
                MARK.matcher(TwilioText.storable(text)).replaceFirst("").strip(), LONGEST);
        return Optional.of(task)
                .filter(words -> !words.isEmpty() && !NOTHING.matcher(words).matches());
    }

    /** A line that announces tasks and is none. */
    static boolean isHeading(String line) {
        return line.strip().endsWith(":") || line.startsWith("#");
    }
}

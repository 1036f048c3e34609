package dev.callfile.twilio.callback;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Twilio's words tell, one by one. A word that is not what it should be tells nothing. */
final class TwilioText {

    /** Printable ASCII of a length that an index takes; Twilio's are two letters and 32 hexadecimal digits. */
    private static final Pattern SID = Pattern.compile("[\\x21-\\x7E]{1,64}");

    private static final Pattern CALL_SID = Pattern.compile("CA[0-9A-Za-z]{32}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final int LONGEST_TEXT = 255;

    private TwilioText() {}

    static @Nullable String sid(@Nullable String word) {
        return word != null && SID.matcher(word).matches() ? word : null;
    }

    /** A CallSid where anything else may stand. */
    static @Nullable String callSid(@Nullable String word) {
        return word != null && CALL_SID.matcher(word).matches() ? word : null;
    }

    static @Nullable Integer number(@Nullable String word) {
        return word != null && NUMBER.matcher(word).matches() ? Integer.valueOf(word) : null;
    }

    /** Its first 255 characters. */
    static @Nullable String text(@Nullable String word) {
        return word == null ? null : clipped(storable(word), LONGEST_TEXT);
    }

    /** As much of a text as fits, in whole characters. */
    static String clipped(String text, int longest) {
        int length = Math.min(text.length(), longest);
        boolean splitsCharacter = length < text.length() && Character.isLowSurrogate(text.charAt(length));
        return text.substring(0, splitsCharacter ? length - 1 : length);
    }

    /** PostgreSQL's text holds every character but U+0000, and no half of one, which JSON can escape. */
    static String storable(String text) {
        return text.replace('\0', '\uFFFD').replaceAll("\\p{Cs}", "\uFFFD");
    }
}

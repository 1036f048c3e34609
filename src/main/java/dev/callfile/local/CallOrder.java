package dev.callfile.local;

import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether Twilio would place a call that it is asked for. It also refuses Twilio's magic numbers, as test credentials do.
 *
 * @see <a href="https://www.twilio.com/docs/iam/test-credentials">Twilio: Test Credentials</a>
 */
record CallOrder(Asked asked) {

    private static final Pattern CALLABLE = Pattern.compile("\\+[1-9][0-9]{6,14}|(client|sip):.+");
    private static final int LONGEST_TWIML = 4000;
    private static final Map<String, Integer> MAGIC =
            Map.of("+15005550001", 21217, "+15005550002", 21214, "+15005550003", 21215, "+15005550004", 21216);

    void check() {
        String to = asked.parameter("To");
        String from = asked.parameter("From");
        if (to == null) {
            refuse(21201, "No 'To' number is specified");
        } else if (!CALLABLE.matcher(to).matches() || to.equals(from)) {
            refuse(21211, "The phone number you are attempting to call, " + to + ", is not valid.");
        } else if (MAGIC.containsKey(to)) {
            refuse(MAGIC.getOrDefault(to, 0), "The phone number you are attempting to call, " + to + ", is refused.");
        } else if (from == null) {
            refuse(21213, "No 'From' number is specified");
        } else if (!CALLABLE.matcher(from).matches()) {
            refuse(21212, "The source phone number provided, " + from + ", is not a valid phone number.");
        }
        checkWhatItRuns();
        if (!isUrl(asked.parameter("StatusCallback")) || !isUrl(asked.parameter("RecordingStatusCallback"))) {
            refuse(21609, "Invalid 'StatusCallback' URL");
        }
    }

    private void checkWhatItRuns() {
        String url = asked.parameter("Url");
        String twiml = asked.parameter("Twiml");
        if (url == null && twiml == null && asked.parameter("ApplicationSid") == null) {
            refuse(21205, "Url parameter is required.");
        } else if (!isUrl(url)) {
            refuse(21205, "Url is not a valid URL: " + url);
        } else if (twiml != null && twiml.length() > LONGEST_TWIML) {
            refuse(20001, "Twiml parameter is longer than " + LONGEST_TWIML + " characters");
        }
    }

    private static boolean isUrl(@Nullable String text) {
        try {
            URI url = URI.create(text == null ? "https://example.com" : text);
            // Java finds no host where Twilio refuses one: with an underscore in it.
            return url.getScheme() != null && url.getScheme().matches("https?") && url.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void refuse(int code, String message) {
        throw new Refusal(400, code, message);
    }
}

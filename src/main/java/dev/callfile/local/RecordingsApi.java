package dev.callfile.local;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Twilio's recordings, and their audio: from Twilio itself, or from the host to which it redirects. */
final class RecordingsApi {

    private static final String ACCOUNT = "/2010-04-01/Accounts/(AC[0-9a-fA-F]{32})";
    private static final String RECORDING = "/Recordings/(RE[0-9a-fA-F]{32})";

    private final TwilioAccounts accounts;
    private final Shelf recordings;
    private final String elsewhere;

    /** @param elsewhere scheme, host and port by which the stand-in is another host than Twilio's */
    RecordingsApi(TwilioAccounts accounts, Shelf recordings, String elsewhere) {
        this.accounts = accounts;
        this.recordings = recordings;
        this.elsewhere = elsewhere;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", ACCOUNT + RECORDING + "\\.json", this::fetch),
                Route.of("DELETE", ACCOUNT + RECORDING + "(?:\\.json)?", this::delete),
                Route.of("GET", ACCOUNT + "(?:/Calls/(CA[0-9a-fA-F]{32}))?/Recordings\\.json", this::list),
                Route.of("GET|HEAD", ACCOUNT + RECORDING + "(?:\\.(wav|mp3))?", this::media),
                Route.of(
                        "GET|HEAD",
                        "/elsewhere/(RE[0-9a-fA-F]{32})(?:\\.(wav|mp3))?",
                        (asked, path) -> media(asked, find(asked, path.group(1)), path.group(2))));
    }

    private Map<String, @Nullable Object> find(Asked asked, String sid) {
        return recordings.find(sid).orElseThrow(() -> Refusal.notFound(asked.path()));
    }

    private Map<String, @Nullable Object> find(Asked asked, Matcher path) {
        accounts.check(asked, path.group(1));
        Map<String, @Nullable Object> recording = find(asked, path.group(2));
        if (!path.group(1).equals(recording.get("account_sid"))) {
            throw Refusal.notFound(asked.path());
        }
        return recording;
    }

    private Answer fetch(Asked asked, Matcher path) {
        return Answer.json(200, Shelf.shown(find(asked, path)));
    }

    private Answer delete(Asked asked, Matcher path) {
        find(asked, path);
        recordings.remove(path.group(2));
        return Answer.empty(204, Map.of());
    }

    private Answer list(Asked asked, Matcher path) {
        accounts.check(asked, path.group(1));
        List<Map<String, @Nullable Object>> found = recordings.newestFirst().stream()
                .filter(recording -> path.group(1).equals(recording.get("account_sid")))
                .filter(recording -> Stream.of(path.group(2), asked.parameter("CallSid"))
                        .allMatch(call -> call == null || call.equals(recording.get("call_sid"))))
                .filter(recording -> Days.are(asked, recording, "DateCreated"))
                .sorted(Days.NEWEST_FIRST)
                .toList();
        return new Pages(asked, found, "sid").old("recordings");
    }

    private Answer media(Asked asked, Matcher path) {
        Map<String, @Nullable Object> recording = find(asked, path);
        if (Boolean.TRUE.equals(Json.object(recording, Shelf.ASIDE).get("redirect"))) {
            String suffix = path.group(3) == null ? "" : "." + path.group(3);
            return Answer.empty(307, Map.of("Location", elsewhere + "/elsewhere/" + path.group(2) + suffix));
        }
        return media(asked, recording, path.group(3));
    }

    private static Answer media(Asked asked, Map<String, @Nullable Object> recording, @Nullable String suffix) {
        if (!"completed".equals(recording.get("status"))) {
            throw Refusal.notFound(asked.path());
        }
        boolean mp3 = "mp3".equals(suffix);
        int channels = recording.get("channels") instanceof Number number ? number.intValue() : 1;
        if ("2".equals(asked.parameter("RequestedChannels")) && channels < 2) {
            throw new Refusal(400, 20001, "The recording has one channel");
        }
        Media media = Json.object(recording, Shelf.ASIDE).get("bytes") instanceof Number bytes
                ? new Media(mp3, channels, bytes.longValue())
                : Media.of(mp3, channels, Integer.parseInt(String.valueOf(recording.get("duration"))));
        return media.answer(asked.headers().get("range"));
    }
}

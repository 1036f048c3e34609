package dev.callfile.local;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * {@code /stand-in/…}: where a test tells the stand-in for Twilio what there is and what is to go wrong, and sees what it
 * was asked. Over HTTP, because dev mode and tests load a class more than once.
 */
final class ControlApi {

    private final TwilioAccounts accounts;
    private final Library library;
    private final RequestLog log;
    private final List<Fault> faults = new CopyOnWriteArrayList<>();

    ControlApi(TwilioAccounts accounts, Library library, RequestLog log) {
        this.accounts = accounts;
        this.library = library;
        this.log = log;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/stand-in/requests", (asked, path) -> Answer.json(200, Map.of("requests", log.all()))),
                Route.of("POST", "/stand-in/accounts", this::addAccount),
                Route.of("POST", "/stand-in/faults", this::addFault),
                Route.of("DELETE", "/stand-in/faults", this::removeFaults),
                Route.of(
                        "POST",
                        "/stand-in/calls",
                        (asked, path) -> add(
                                library.calls(),
                                "CA",
                                asked,
                                (sid, account, fields) ->
                                        Resources.call(sid, account, fields, Json.object(fields, Shelf.ASIDE)))),
                Route.of(
                        "POST",
                        "/stand-in/recordings",
                        (asked, path) -> add(library.recordings(), "RE", asked, Resources::recording)),
                Route.of(
                        "POST",
                        "/stand-in/transcripts",
                        (asked, path) -> add(library.transcripts(), "GT", asked, Resources::transcript)),
                Route.of("POST", "/stand-in/calls/([^/]+)", (asked, path) -> change(library.calls(), asked, path)),
                Route.of(
                        "POST",
                        "/stand-in/recordings/([^/]+)",
                        (asked, path) -> change(library.recordings(), asked, path)),
                Route.of(
                        "POST",
                        "/stand-in/transcripts/([^/]+)",
                        (asked, path) -> change(library.transcripts(), asked, path)),
                Route.of("GET", "/stand-in/calls/([^/]+)", (asked, path) -> show(library.calls(), asked, path)));
    }

    /** The first fault that meets a request. */
    Fault faultFor(Asked asked) {
        return faults.stream().filter(fault -> fault.meets(asked)).findFirst().orElse(Fault.NONE);
    }

    private Answer addAccount(Asked asked, Matcher path) {
        Map<String, @Nullable Object> told = Json.read(asked.body());
        accounts.add(String.valueOf(told.get("account_sid")), String.valueOf(told.get("auth_token")));
        return Answer.empty(204, Map.of());
    }

    private Answer addFault(Asked asked, Matcher path) {
        faults.add(Fault.read(asked.body()));
        return Answer.empty(204, Map.of());
    }

    private Answer removeFaults(Asked asked, Matcher path) {
        faults.clear();
        return Answer.empty(204, Map.of());
    }

    /** Makes a resource with fields that are given. */
    private interface Maker {
        Map<String, @Nullable Object> make(String sid, String accountSid, Map<String, @Nullable Object> fields);
    }

    private Answer add(Shelf shelf, String prefix, Asked asked, Maker maker) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(Json.read(asked.body()));
        String sid = fields.get("sid") instanceof String given ? given : Shelf.newSid(prefix);
        String account = fields.get("account_sid") instanceof String given ? given : accounts.main();
        shelf.put(sid, maker.make(sid, account, fields));
        return Answer.json(201, shelf.find(sid).orElseThrow());
    }

    private static Answer change(Shelf shelf, Asked asked, Matcher path) {
        shelf.change(path.group(1), Json.read(asked.body()));
        return show(shelf, asked, path);
    }

    private static Answer show(Shelf shelf, Asked asked, Matcher path) {
        return shelf.find(path.group(1))
                .map(resource -> Answer.json(200, resource))
                .orElseThrow(() -> Refusal.notFound(asked.path()));
    }
}

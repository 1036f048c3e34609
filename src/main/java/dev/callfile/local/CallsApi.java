package dev.callfile.local;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Twilio's calls: places, shows and lists them. */
final class CallsApi {

    private static final String CALLS = "/2010-04-01/Accounts/(AC[0-9a-fA-F]{32})/Calls";

    private final TwilioAccounts accounts;
    private final Shelf calls;
    private final Consumer<String> placed;

    /** @param placed is told the sid of each call that is placed */
    CallsApi(TwilioAccounts accounts, Shelf calls, Consumer<String> placed) {
        this.accounts = accounts;
        this.calls = calls;
        this.placed = placed;
    }

    List<Route> routes() {
        return List.of(
                Route.of("POST", CALLS + "\\.json", this::place),
                Route.of("GET", CALLS + "\\.json", this::list),
                Route.of("GET", CALLS + "/(CA[0-9a-fA-F]{32})\\.json", this::fetch));
    }

    private Answer place(Asked asked, Matcher path) {
        accounts.check(asked, path.group(1));
        new CallOrder(asked).check();
        String sid = Shelf.newSid("CA");
        Map<String, @Nullable Object> call = Resources.call(
                sid,
                path.group(1),
                Map.of("to", string(asked, "To"), "from", string(asked, "From")),
                Map.of("form", asked.parameters()));
        calls.put(sid, call);
        placed.accept(sid);
        return Answer.json(201, Shelf.shown(call));
    }

    private static String string(Asked asked, String name) {
        return String.valueOf(asked.parameter(name));
    }

    private Answer fetch(Asked asked, Matcher path) {
        accounts.check(asked, path.group(1));
        return calls.find(path.group(2))
                .filter(call -> path.group(1).equals(call.get("account_sid")))
                .map(call -> Answer.json(200, Shelf.shown(call)))
                .orElseThrow(() -> Refusal.notFound(asked.path()));
    }

    private Answer list(Asked asked, Matcher path) {
        accounts.check(asked, path.group(1));
        List<Map<String, @Nullable Object>> found = calls.newestFirst().stream()
                .filter(call -> path.group(1).equals(call.get("account_sid")))
                .filter(call -> Stream.of("To", "From", "Status", "ParentCallSid")
                        .allMatch(name -> is(asked.parameter(name), call.get(Resources.snakeCase(name)))))
                .filter(call -> Days.are(asked, call, "StartTime", "EndTime"))
                .sorted(Days.NEWEST_FIRST)
                .toList();
        return new Pages(asked, found, "sid").old("calls");
    }

    private static boolean is(@Nullable String wanted, @Nullable Object value) {
        return wanted == null || wanted.equals(value);
    }
}

package dev.callfile.local;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Plays placed calls: in dev mode, which says so with {@code /stand-in/service}, all of them; else those it is told to. */
final class PlaysCalls {

    private static final Duration BEAT = Duration.ofMillis(700);

    private final TwilioAccounts accounts;
    private final Library library;
    private final BiConsumer<Duration, Runnable> later;
    private volatile @Nullable Callbacks service;

    PlaysCalls(TwilioAccounts accounts, Library library, BiConsumer<Duration, Runnable> later) {
        this.accounts = accounts;
        this.library = library;
        this.later = later;
    }

    List<Route> routes() {
        return List.of(
                Route.of("POST", "/stand-in/service", this::serve),
                Route.of("POST", "/stand-in/calls/(CA[0-9a-fA-F]{32})/play", this::play));
    }

    /** From now on every call that is placed plays. */
    private Answer serve(Asked asked, Matcher path) {
        Map<String, @Nullable Object> told = Json.read(asked.body());
        Callbacks callbacks = callbacks(told);
        accounts.lead(String.valueOf(told.get("account_sid")), callbacks.authToken());
        service = callbacks;
        return Answer.empty(204, Map.of());
    }

    private Answer play(Asked asked, Matcher path) {
        Map<String, @Nullable Object> told = Json.read(asked.body());
        Duration beat = told.get("beat_ms") instanceof Number ms ? Duration.ofMillis(ms.longValue()) : BEAT;
        play(path.group(1), callbacks(told), beat);
        return Answer.empty(202, Map.of());
    }

    private static Callbacks callbacks(Map<String, @Nullable Object> told) {
        return new Callbacks(
                URI.create(String.valueOf(told.get("public_url"))),
                URI.create(String.valueOf(told.get("service_url"))),
                String.valueOf(told.get("auth_token")));
    }

    /** A call was placed. */
    void placed(String sid) {
        Callbacks callbacks = service;
        if (callbacks != null) {
            play(sid, callbacks, BEAT);
        }
    }

    private void play(String sid, Callbacks callbacks, Duration beat) {
        Map<String, @Nullable Object> call =
                library.calls().find(sid).orElseThrow(() -> Refusal.notFound("/Calls/" + sid));
        Map<String, @Nullable Object> form = Json.object(Json.object(call, Shelf.ASIDE), "form");
        new PlayedCall(sid, call, form, library, callbacks, new Beats(beat, later)).start();
    }
}

package dev.callfile.call;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.github.f4b6a3.ulid.UlidCreator;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/** The queue of transcripts that are to be fetched. */
@ApplicationScoped
public class TranscriptFetches implements Chores<TranscriptFetches.Taken> {

    private static final ChoreTable TABLE = new ChoreTable(
            "transcript_fetch",
            "transcript_sid",
            "transcript_sid, account_sid, call_sid, request_target, attempts, due_at, last_error");

    private static final String PUT_BACK = """
            with done as (
            %s), told as (
                insert into call_event (id, call_sid, kind, actor, details, at)
                select :eventId, :callSid, 'fetch', null, cast(:details as json), :now
                from done where :tell
            )
            select count(*) from done
            """.formatted(TABLE.putBack());

    private static final String CALL_OF_RECORDING =
            "select max(call_sid) from call_recording where recording_sid = :sid";

    private final Session session;
    private final Clock clock;

    TranscriptFetches(Session session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /**
     * A fetch that somebody has taken.
     *
     * @param attempts those before this one
     * @param dueAt when the lease ends
     * @param lastError {@code null} where nothing has gone wrong yet
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
    public record Taken(
            @JsonUnwrapped TranscriptFetch fetch,
            int attempts,
            Instant dueAt,
            @Nullable String lastError) implements Chores.Taken {

        @Override
        public String sid() {
            return fetch.transcriptSid();
        }
    }

    @Override
    public Optional<Taken> take() {
        return TABLE.take(session, now(), Taken.class);
    }

    /** Nothing is left to do. */
    public void settle(Taken taken) {
        bind(taken, "fetched", now(), null).setParameter("tell", false).getSingleResult();
    }

    @Override
    public void postpone(Taken taken, Duration delay) {
        bind(taken, "waiting", now().plus(delay), taken.lastError())
                .setParameter("tell", false)
                .getSingleResult();
    }

    /** The first error is told among the call's events. */
    @Override
    public void retry(Taken taken, Duration delay, String error) {
        bind(taken, "waiting", now().plus(delay), error)
                .setParameter("tell", tellable(taken) && taken.lastError() == null)
                .getSingleResult();
    }

    /** It is told among the call's events. */
    @Override
    public void fail(Taken taken, String error) {
        bind(taken, "failed", now(), error)
                .setParameter("tell", tellable(taken))
                .getSingleResult();
    }

    @Override
    public Troubles troubles() {
        return TABLE.troubles(session);
    }

    /** The leg that a recording is filed under, if a callback told of it. */
    public Optional<String> callOfRecording(String recordingSid) {
        return session.createNativeQuery(CALL_OF_RECORDING, String.class)
                .setParameter("sid", recordingSid)
                .uniqueResultOptional();
    }

    private static boolean tellable(Taken taken) {
        return taken.fetch().callSid() != null;
    }

    private NativeQuery<Long> bind(Taken taken, String state, Instant dueAt, @Nullable String error) {
        TranscriptFetch fetch = taken.fetch();
        return session.createNativeQuery(PUT_BACK, Long.class)
                .setParameter("sid", fetch.transcriptSid())
                .setParameter("until", taken.dueAt())
                .setParameter("state", state)
                .setParameter("dueAt", dueAt)
                .setParameter("error", error, String.class)
                .setParameter("eventId", UlidCreator.getMonotonicUlid().toString())
                .setParameter("callSid", fetch.callSid(), String.class)
                .setParameter(
                        "details",
                        Rows.write(Map.of(
                                "transcript_sid",
                                fetch.transcriptSid(),
                                "outcome",
                                "failed",
                                "reason",
                                error == null ? "" : error)))
                .setParameter("now", now());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}

package dev.callfile.call;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.github.f4b6a3.ulid.UlidCreator;
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

/**
 * The queue of transcripts that are to be fetched. Each step is one statement, which is its own transaction. Whoever takes
 * a row has it on a lease: until then nobody else does, and afterwards somebody will, whatever became of the first.
 */
@ApplicationScoped
public class TranscriptFetches {

    private static final String TAKE = """
            with due as materialized (
                select transcript_sid from transcript_fetch
                where state = 'waiting' and due_at <= :now
                order by due_at
                limit 1
                for update skip locked
            ), taken as (
                update transcript_fetch set due_at = :until
                where transcript_sid = any (array(select transcript_sid from due))
                returning transcript_sid, account_sid, call_sid, request_target, attempts, due_at, last_error
            )
            select cast(row_to_json(taken) as text) from taken
            """;

    /** Settles nothing that was asked for again in the meantime: that moved {@code due_at}. */
    private static final String PUT_BACK = """
            with done as (
                update transcript_fetch
                set state = :state, attempts = attempts + 1, due_at = :dueAt, last_error = cast(:error as text)
                where transcript_sid = :sid and state = 'waiting' and due_at = :until
                returning transcript_sid
            ), told as (
                insert into call_event (id, call_sid, kind, actor, details, at)
                select :eventId, :callSid, 'fetch', null, cast(:details as json), :now
                from done where :tell
            )
            select count(*) from done
            """;

    private static final String COUNT = """
            select count(*) filter (where state = 'waiting' and last_error is not null),
                count(*) filter (where state = 'failed')
            from transcript_fetch
            """;

    private static final String CALL_OF_RECORDING =
            "select max(call_sid) from call_recording where recording_sid = :sid";

    private static final Duration LEASE = Duration.ofMinutes(2);

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
    public record Taken(
            @JsonUnwrapped TranscriptFetch fetch,
            int attempts,
            Instant dueAt,
            @Nullable String lastError) {}

    /** How many fetches wait for another attempt after an error, and how many nobody will attempt again. */
    public record Troubles(long waiting, long failed) {}

    /** The fetch that is due for the longest time. */
    public Optional<Taken> take() {
        Instant now = now();
        return session.createNativeQuery(TAKE, String.class)
                .setParameter("now", now)
                .setParameter("until", now.plus(LEASE))
                .getResultStream()
                .findFirst()
                .map(row -> Rows.read(row, Taken.class));
    }

    /** Nothing is left to do. */
    public void settle(Taken taken) {
        bind(taken, "fetched", now(), null).setParameter("tell", false).getSingleResult();
    }

    /** Puts a fetch back that has to wait, and for which nothing went wrong. */
    public void postpone(Taken taken, Duration delay) {
        bind(taken, "waiting", now().plus(delay), taken.lastError())
                .setParameter("tell", false)
                .getSingleResult();
    }

    /** Puts a fetch back after an error; the first is told among the call's events. */
    public void retry(Taken taken, Duration delay, String error) {
        bind(taken, "waiting", now().plus(delay), error)
                .setParameter("tell", tellable(taken) && taken.lastError() == null)
                .getSingleResult();
    }

    /** Gives a fetch up, and tells so among the call's events. */
    public void fail(Taken taken, String error) {
        bind(taken, "failed", now(), error)
                .setParameter("tell", tellable(taken))
                .getSingleResult();
    }

    public Troubles troubles() {
        Object[] counts = session.createNativeQuery(COUNT, Object[].class).getSingleResult();
        return new Troubles(((Number) counts[0]).longValue(), ((Number) counts[1]).longValue());
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

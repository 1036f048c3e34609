package dev.callfile.call;

import com.github.f4b6a3.ulid.UlidCreator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Keeps placements: one row for each call that was asked for, and each step committed before the next is taken. */
@ApplicationScoped
public class Placements {

    private static final Duration KEYS_ARE_KEPT = Duration.ofHours(24);

    static final String COLUMNS = """
            select cast(json_build_object(
                'id', id, 'subject', subject, 'request_digest', encode(request_digest, 'hex'), 'request', request,
                'state', state, 'claimed_at', claimed_at, 'sent_at', sent_at, 'answer_status', answer_status,
                'answer', answer, 'erased_at', erased_at) as text)
            from placement
            """;

    private final Session session;
    private final Clock clock;

    Placements(Session session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /**
     * Claims a key for a request, where nobody has.
     *
     * @param key the client's idempotency key, which counts for 24 hours; {@code null} where it gave none
     * @return the key's placement: a new one, or the one that it has stood for until now
     */
    public Placement claim(PlacementRequest request, String subject, @Nullable String key) {
        Instant now = now();
        String id = UlidCreator.getMonotonicUlid().toString();
        return inTransaction(() -> {
            session.createNativeMutationQuery("""
                            update placement set idempotency_key = null
                            where subject = :subject and idempotency_key = :key and claimed_at < :expired
                            """)
                    .setParameter("subject", subject)
                    .setParameter("key", key, String.class)
                    .setParameter("expired", now.minus(KEYS_ARE_KEPT))
                    .executeUpdate();
            session.createNativeMutationQuery("""
                            insert into placement (
                                id, subject, idempotency_key, request_digest, case_id, request, state, claimed_at)
                            values (
                                :id, :subject, :key, decode(:digest, 'hex'), :caseId, cast(:request as json), 'claimed',
                                :now)
                            on conflict do nothing
                            """)
                    .setParameter("id", id)
                    .setParameter("subject", subject)
                    .setParameter("key", key, String.class)
                    .setParameter("digest", digest(request))
                    .setParameter("caseId", request.caseId())
                    .setParameter("request", Rows.write(request))
                    .setParameter("now", now)
                    .executeUpdate();
            return session.createNativeQuery(
                            COLUMNS + "where id = :id or (subject = :subject and idempotency_key = :key)", String.class)
                    .setParameter("id", id)
                    .setParameter("subject", subject)
                    .setParameter("key", key, String.class)
                    .uniqueResultOptional()
                    .map(row -> Rows.read(row, Placement.class))
                    .orElseThrow();
        });
    }

    /** Whether a placement was made for this very request. */
    public boolean isFor(Placement placement, PlacementRequest request) {
        return placement.requestDigest().equals(digest(request));
    }

    /** A placement as it is now; empty where it has been given up. */
    Optional<Placement> find(String id) {
        return session.createNativeQuery(COLUMNS + "where id = :id", String.class)
                .setParameter("id", id)
                .uniqueResultOptional()
                .map(row -> Rows.read(row, Placement.class));
    }

    /** Takes the next step from a state that somebody else may have changed meanwhile; false where somebody has. */
    boolean advance(Placement from, Placement.State to) {
        return inTransaction(() -> session.createNativeMutationQuery("""
                                update placement set
                                    state = :to,
                                    claimed_at = case when :to = 'claimed' then cast(:now as timestamptz) else claimed_at end,
                                    sent_at = case when :to = 'sent' then cast(:now as timestamptz) else sent_at end
                                where id = :id and state = :from and claimed_at = :claimedAt
                                """)
                        .setParameter("id", from.id())
                        .setParameter("from", from.state().word())
                        .setParameter("to", to.word())
                        .setParameter("claimedAt", from.claimedAt())
                        .setParameter("now", now())
                        .executeUpdate()
                == 1);
    }

    /** Gives a placement up of which nothing came: its key is free again. */
    void release(Placement placement) {
        inTransaction(
                () -> session.createNativeMutationQuery("delete from placement where id = :id and state <> 'answered'")
                        .setParameter("id", placement.id())
                        .executeUpdate());
    }

    /** Notes which call a placement has turned out to be. */
    void found(Placement placement, String callSid) {
        inTransaction(() -> session.createNativeMutationQuery(
                        "update placement set call_sid = :callSid where id = :id and call_sid is null")
                .setParameter("id", placement.id())
                .setParameter("callSid", callSid)
                .executeUpdate());
    }

    /** Keeps the first answer, which every repetition gets again; returns the one that was the first. */
    public Placement.FirstAnswer answer(Placement placement, int status, String answer) {
        inTransaction(() -> session.createNativeMutationQuery("""
                        update placement set
                            state = 'answered', answer_status = :status, answer = :answer
                        where id = :id and state <> 'answered'
                        """)
                .setParameter("id", placement.id())
                .setParameter("status", status)
                .setParameter("answer", answer)
                .executeUpdate());
        return find(placement.id()).orElseThrow().firstAnswer();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static <T> T inTransaction(Callable<T> work) {
        return QuarkusTransaction.requiringNew().call(work);
    }

    private static String digest(PlacementRequest request) {
        try {
            byte[] text = Rows.write(request).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

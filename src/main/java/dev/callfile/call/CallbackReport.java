package dev.callfile.call;

import com.github.f4b6a3.ulid.Ulid;
import dev.callfile.call.CallbackActivity.Valid;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Reads how callbacks have fared, from the counts of all replicas and the end of the ledger. */
@ApplicationScoped
class CallbackReport {

    static final String READ = """
            select verdict, what, outcome, cast(sum(count) as bigint) as count, max(last_at) as last_at
            from callback_tally
            where hour >= :since
            group by verdict, what, outcome
            """;

    /** Replicas add their counts some seconds later; the ledger tells at once what came to any of them meanwhile. */
    static final String LAST_VALID = """
            select what, account_sid, at from (
                (select what, account_sid, last_at as at from callback_tally
                where verdict = 'accepted'
                order by last_at desc
                limit 1)
                union all
                (select kind, coalesce(account_sid, ''), received_at from twilio_callback
                where id >= :recent and kind in ('status', 'recording', 'transcription', 'intelligence')
                order by id desc
                limit 1)
                union all
                (select details->>'callback', '', at from call_event
                where id >= :recent and kind = 'duplicate'
                order by id desc
                limit 1)
            ) as candidates
            order by at desc
            limit 1
            """;

    static final Set<Callback.Kind> SENT_BY_TWILIO = EnumSet.of(
            Callback.Kind.STATUS, Callback.Kind.RECORDING, Callback.Kind.TRANSCRIPTION, Callback.Kind.INTELLIGENCE);

    private static final Duration DAY = Duration.ofHours(24);
    /** Longer than a replica takes to add its counts. */
    private static final Duration RECENT = Duration.ofMinutes(1);

    private final Session session;

    CallbackReport(Session session) {
        this.session = session;
    }

    CallbackActivity read(Instant now) {
        Instant since = now.minus(DAY).truncatedTo(ChronoUnit.HOURS);
        List<Sum> sums = session.createNativeQuery(READ, Object[].class)
                .addScalar("verdict", String.class)
                .addScalar("what", String.class)
                .addScalar("outcome", String.class)
                .addScalar("count", Long.class)
                .addScalar("last_at", Instant.class)
                .setParameter("since", since)
                .getResultStream()
                .map(row -> new Sum((String) row[0], (String) row[1], (String) row[2], (Long) row[3], (Instant) row[4]))
                .toList();
        List<Sum> accepted = of(CallbackCounts.ACCEPTED, sums);
        List<Sum> rejected = of(CallbackCounts.REJECTED, sums);
        return new CallbackActivity(
                since,
                lastValid(now),
                by(SENT_BY_TWILIO, Callback.Kind::word, Sum::what, accepted),
                by(EnumSet.allOf(Outcome.class), Outcome::word, Sum::outcome, accepted),
                by(EnumSet.allOf(Rejection.class), Rejection::word, Sum::what, rejected),
                rejected.stream().map(Sum::lastAt).max(Instant::compareTo).orElse(null));
    }

    private record Sum(String verdict, String what, String outcome, long count, Instant lastAt) {}

    private static List<Sum> of(String verdict, List<Sum> sums) {
        return sums.stream().filter(sum -> sum.verdict().equals(verdict)).toList();
    }

    private static <E extends Enum<E>> Map<E, Long> by(
            Set<E> all, Function<E, String> word, Function<Sum, String> of, List<Sum> sums) {
        Map<E, Long> counts = new LinkedHashMap<>();
        for (E each : all) {
            counts.put(
                    each,
                    sums.stream()
                            .filter(sum -> of.apply(sum).equals(word.apply(each)))
                            .mapToLong(Sum::count)
                            .sum());
        }
        return counts;
    }

    private @Nullable Valid lastValid(Instant now) {
        return session.createNativeQuery(LAST_VALID, Object[].class)
                .addScalar("what", String.class)
                .addScalar("account_sid", String.class)
                .addScalar("at", Instant.class)
                .setParameter(
                        "recent", Ulid.min(now.minus(RECENT).toEpochMilli()).toString())
                .getResultStream()
                .findFirst()
                .map(row -> new Valid(
                        (Instant) row[2], (String) row[0], ((String) row[1]).isEmpty() ? null : (String) row[1]))
                .orElse(null);
    }
}

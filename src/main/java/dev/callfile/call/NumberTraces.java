package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Where a number has left traces, a page at a time: in legs, in placements, and in callbacks that name no call. */
@ApplicationScoped
class NumberTraces {

    /** Who asked Twilio for a call that long ago and still does not know, has given up; see {@link LostPlacements}. */
    private static final Duration BEING_PLACED = Duration.ofMinutes(10);

    /** A call is told once, however many of its legs are with the number: at the first of them. */
    static final String CALLS = """
            with matching as materialized (
                select * from (
                    (select call_sid, root_call_sid from call_leg
                    where from_number = :number and call_sid > :after
                    order by call_sid
                    limit :limit)
                    union
                    (select call_sid, root_call_sid from call_leg
                    where to_number = :number and call_sid > :after
                    order by call_sid
                    limit :limit)
                ) either
                order by call_sid
                limit :limit
            )
            select cast(json_build_object(
                'last', (select max(call_sid) from matching),
                'keys', (select coalesce(json_agg(root_call_sid), '[]') from matching
                    where not exists (select from call_leg other
                        where other.root_call_sid = matching.root_call_sid and other.call_sid < matching.call_sid
                            and :number in (other.from_number, other.to_number)))) as text)
            """;

    /** A placement whose call is known to have come to be is not being placed any more. */
    static final String PLACEMENTS = """
            with matching as materialized (
                select id, case_id,
                    state <> 'answered' and call_sid is null and claimed_at > :lately
                        and not exists (select from call_leg leg where leg.placement_id = placement.id) as being_placed
                from placement
                where erased_at is null and (request->>'to_number' = :number or request->>'from_number' = :number)
                    and id > :after
                order by id
                limit :limit
            )
            select cast(json_build_object(
                'last', (select max(id) from matching),
                'keys', (select coalesce(json_agg(id), '[]') from matching where not being_placed),
                'being_placed', (select coalesce(bool_or(being_placed), false) from matching),
                'hold', (select json_build_object('case_id', hold.case_id, 'reason', hold.reason) from legal_hold hold
                    where hold.lifted_at is null and hold.case_id = any (array(select case_id from matching))
                    order by hold.case_id
                    limit 1)) as text)
            """;

    /** Callbacks that name no call may name a case all the same. */
    static final String CALLBACKS = """
            with page as materialized (
                select id, request_target, parameters from twilio_callback
                where call_sid is null and pruned_at is null and id > :after
                order by id
                limit :limit
            ), mentioning as materialized (
                select id, upper(substring(request_target from '[?&]case_id=([0-9A-Za-z]{26})')) as case_id
                from page
                where concat(cast(parameters as text), ' ', request_target) ~ :mention
            )
            select cast(json_build_object(
                'last', (select max(id) from page),
                'keys', (select coalesce(json_agg(id), '[]') from mentioning),
                'hold', (select json_build_object('case_id', hold.case_id, 'reason', hold.reason) from legal_hold hold
                    where hold.lifted_at is null and hold.case_id = any (array(select case_id from mentioning))
                    order by hold.case_id
                    limit 1)) as text)
            """;

    static final String ERASE_CALLBACKS = """
            with erased as (
                delete from twilio_callback
                where id = any (array(select json_array_elements_text(cast(:keys as json)))) and call_sid is null
                returning transcript_sid
            ), fetches as (
                delete from transcript_fetch
                where transcript_sid = any (array(select transcript_sid from erased where transcript_sid is not null))
            )
            select count(*) from erased
            """;

    private static final String ERASE_MAPPING = "delete from reconciliation_mapping where key = :number";

    private final Session session;

    NumberTraces(Session session) {
        this.session = session;
    }

    /**
     * Some of the traces.
     *
     * @param last where the next page starts; {@code null} where there is nothing more
     * @param keys CallSids of records, or ids
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
    record Page(
            @Nullable String last,
            List<String> keys,
            boolean beingPlaced,
            @Nullable HeldCase hold) {

        static final String BEFORE_EVERYTHING = "";
        static final Page NONE = new Page(null, List.of(), false, null);

        Page requireNoHold() {
            if (hold != null) {
                throw new BlockedException(new Eraser.Held(hold, null));
            }
            return this;
        }
    }

    /** By the CallSids of their records. */
    Page calls(String number, String after, int limit) {
        return Rows.read(
                session.createNativeQuery(CALLS, String.class)
                        .setParameter("number", number)
                        .setParameter("after", after)
                        .setParameter("limit", limit)
                        .getSingleResult(),
                Page.class);
    }

    Page placements(String number, String after, int limit, Instant now) {
        return Rows.read(
                session.createNativeQuery(PLACEMENTS, String.class)
                        .setParameter("number", number)
                        .setParameter("lately", now.minus(BEING_PLACED))
                        .setParameter("after", after)
                        .setParameter("limit", limit)
                        .getSingleResult(),
                Page.class);
    }

    Page callbacks(String number, String after, int limit) {
        return Rows.read(
                session.createNativeQuery(CALLBACKS, String.class)
                        .setParameter("mention", mention(number))
                        .setParameter("after", after)
                        .setParameter("limit", limit)
                        .getSingleResult(),
                Page.class);
    }

    long erasePlacements(List<String> ids, Instant now) {
        return session.createNativeMutationQuery(
                        ErasedCalls.ERASE_PLACEMENTS
                                + "where erased_at is null and id = any (array(select json_array_elements_text(cast(:ids as json))))")
                .setParameter("ids", Rows.write(ids))
                .setParameter("now", now)
                .executeUpdate();
    }

    long eraseCallbacks(List<String> ids) {
        return session.createNativeQuery(ERASE_CALLBACKS, Long.class)
                .setParameter("keys", Rows.write(ids))
                .getSingleResult();
    }

    void eraseMapping(String number) {
        session.createNativeMutationQuery(ERASE_MAPPING)
                .setParameter("number", number)
                .executeUpdate();
    }

    /** The number for itself and not within another, as it stands in JSON or, percent-encoded, in a query. */
    static String mention(String number) {
        String bare = number.startsWith("+") ? number.substring(1) : number;
        StringBuilder literal = new StringBuilder();
        bare.codePoints().forEach(c -> literal.append(literal(c)));
        return "(?i)(^|[^0-9A-Za-z]|%[0-9A-F]{2})" + literal + "($|[^0-9A-Za-z])";
    }

    private static String literal(int c) {
        if (Character.isLetterOrDigit(c)) {
            return Character.toString(c);
        }
        String escapes = c == '"' || c == '\\' ? "\\\\*" : "";
        return "(%s\\%c|%%%02X)".formatted(escapes, c, c);
    }
}

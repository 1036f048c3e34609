package dev.callfile.api;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.callfile.Api;
import dev.callfile.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A case with many calls, most of them tied with another, and the model of how a list of them must read. */
final class CaseOfCalls {

    static final List<String> STATUSES =
            List.of("initiated", "ringing", "in_progress", "completed", "failed", "no_answer", "busy", "cancelled");
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final List<String> SAID = List.of(
            "They want two certified death certificates.",
            "The WILL is with the bank",
            "accounts are closed, letters testamentary sent",
            "will call back about the account",
            "certificate; bank's letter");

    record Call(
            String id,
            String sid,
            String status,
            String direction,
            @Nullable String contact,
            @Nullable String calledBy,
            @Nullable String to,
            @Nullable String from,
            @Nullable Integer duration,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable String recordingStatus,
            @Nullable String transcript,
            @Nullable String summary,
            @Nullable String notes,
            List<Boolean> completedItems) {

        boolean says(String beginningOfWord) {
            String text = (transcript + " " + summary + " " + notes).toLowerCase(Locale.ROOT);
            return List.of(text.split("[^a-z]+", -1)).stream().anyMatch(word -> word.startsWith(beginningOfWord));
        }

        String itemsAsJson() {
            List<String> items = new ArrayList<>();
            for (int i = 0; i < completedItems.size(); i++) {
                items.add("{\"id\": \"%s-%d\", \"description\": \"Step %d\", \"completed\": %s}"
                        .formatted(id, i, i, completedItems.get(i)));
            }
            return items.toString();
        }
    }

    final @Nullable String id;
    final List<Call> calls = new ArrayList<>();

    CaseOfCalls(int size, Random random) {
        this(Api.newCase(), size, random, null);
    }

    private CaseOfCalls(@Nullable String id, int size, Random random, @Nullable String calledBy) {
        this.id = id;
        for (int i = 0; i < size; i++) {
            calls.add(new Call(
                    UlidCreator.getUlid().toString(),
                    Api.newSid("CA"),
                    STATUSES.get(random.nextInt(STATUSES.size())),
                    random.nextInt(3) == 0 ? "inbound" : "outbound",
                    random.nextInt(3) == 0 ? null : "contact " + random.nextInt(3),
                    calledBy != null ? calledBy : random.nextInt(4) == 0 ? null : "worker " + random.nextInt(3),
                    random.nextInt(6) == 0 ? null : "+1555000000" + random.nextInt(4),
                    random.nextInt(6) == 0 ? null : "+1555000000" + random.nextInt(4),
                    random.nextInt(3) == 0 ? null : random.nextInt(5),
                    time(size, random),
                    random.nextInt(4) == 0 ? null : time(size, random),
                    oneOf(random, "in_progress", "completed", "completed", "absent", "failed", null),
                    random.nextInt(3) == 0 ? oneOf(random, SAID.toArray(String[]::new)) : null,
                    random.nextInt(3) == 0 ? oneOf(random, SAID.toArray(String[]::new)) : null,
                    random.nextInt(3) == 0 ? oneOf(random, SAID.toArray(String[]::new)) : null,
                    random.nextInt(2) == 0
                            ? List.of()
                            : random.ints(random.nextInt(4), 0, 2)
                                    .mapToObj(bit -> bit == 1)
                                    .toList()));
        }
        insert();
    }

    /** Calls that wait for a case; {@code called_by} tells them from those of other tests. */
    static CaseOfCalls unassigned(int size, Random random, String calledBy) {
        return new CaseOfCalls(null, size, random, calledBy);
    }

    static Instant time(int size, Random random) {
        return START.plusNanos(1000L * random.nextInt(size / 3 + 1));
    }

    private static @Nullable String oneOf(Random random, @Nullable String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    List<String> expected(Predicate<Call> matching, String sortBy, String sortOrder) {
        Comparator<Call> order = sortBy.equals("created_at")
                ? Comparator.comparing(Call::createdAt)
                : Comparator.comparingInt(call -> call.duration() == null ? 0 : call.duration());
        order = order.thenComparing(Call::id);
        return calls.stream()
                .filter(matching)
                .sorted(sortOrder.equals("asc") ? order : order.reversed())
                .map(Call::id)
                .toList();
    }

    private void insert() {
        try (Connection connection = Database.connect();
                PreparedStatement insert = connection.prepareStatement("""
                        insert into phone_call (id, twilio_call_sid, case_id, status, direction, institution_contact_id,
                            called_by, to_number, from_number, duration_seconds, created_at, updated_at, started_at,
                            recording_status, transcript, summary, notes, action_items)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, cast(? as jsonb))
                        """)) {
            for (Call call : calls) {
                @Nullable Object[] values = {
                    call.id(),
                    call.sid(),
                    id,
                    call.status(),
                    call.direction(),
                    call.contact(),
                    call.calledBy(),
                    call.to(),
                    call.from(),
                    call.duration(),
                    call.createdAt(),
                    call.createdAt(),
                    call.startedAt(),
                    call.recordingStatus(),
                    call.transcript(),
                    call.summary(),
                    call.notes(),
                    call.itemsAsJson()
                };
                for (int i = 0; i < values.length; i++) {
                    insert.setObject(
                            i + 1, values[i] instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : values[i]);
                }
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

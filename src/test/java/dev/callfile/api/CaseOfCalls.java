package dev.callfile.api;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.callfile.Api;
import dev.callfile.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A case with many calls, most of them tied with another, and the model of how a list of them must read. */
final class CaseOfCalls {

    static final List<String> STATUSES =
            List.of("initiated", "ringing", "in_progress", "completed", "failed", "no_answer", "busy", "cancelled");

    record Call(
            String id,
            String status,
            @Nullable String contact,
            @Nullable Integer duration,
            Instant createdAt) {}

    final String id = Api.newCase();
    final List<Call> calls = new ArrayList<>();

    CaseOfCalls(int size, Random random) {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        for (int i = 0; i < size; i++) {
            calls.add(new Call(
                    UlidCreator.getUlid().toString(),
                    STATUSES.get(random.nextInt(STATUSES.size())),
                    random.nextInt(3) == 0 ? null : "contact " + random.nextInt(3),
                    random.nextInt(3) == 0 ? null : random.nextInt(5),
                    start.plusNanos(1000L * random.nextInt(size / 3 + 1))));
        }
        insert();
    }

    List<String> expected(@Nullable String status, @Nullable String contact, String sortBy, String sortOrder) {
        Comparator<Call> order = sortBy.equals("created_at")
                ? Comparator.comparing(Call::createdAt)
                : Comparator.comparingInt(call -> call.duration() == null ? 0 : call.duration());
        order = order.thenComparing(Call::id);
        Stream<Call> matching = calls.stream()
                .filter(call -> status == null || call.status().equals(status))
                .filter(call -> contact == null || contact.equals(call.contact()));
        return matching.sorted(sortOrder.equals("asc") ? order : order.reversed())
                .map(Call::id)
                .toList();
    }

    private void insert() {
        try (Connection connection = Database.connect();
                PreparedStatement insert = connection.prepareStatement("""
                        insert into phone_call (id, twilio_call_sid, case_id, status, direction, institution_contact_id,
                            duration_seconds, created_at, updated_at)
                        values (?, ?, ?, ?, 'outbound', ?, ?, ?, ?)
                        """)) {
            for (Call call : calls) {
                insert.setString(1, call.id());
                insert.setString(2, Api.newSid("CA"));
                insert.setString(3, id);
                insert.setString(4, call.status());
                insert.setString(5, call.contact());
                insert.setObject(6, call.duration());
                insert.setTimestamp(7, Timestamp.from(call.createdAt()));
                insert.setTimestamp(8, Timestamp.from(call.createdAt()));
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

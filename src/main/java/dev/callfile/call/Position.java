package dev.callfile.call;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a walk through a list stands: the last call it has seen, with its sort value when the walk began. Exactly one
 * of the two sort values is there.
 *
 * @param createdAt sort value of a walk by {@code created_at}, at full precision
 * @param durationSeconds sort value of a walk by {@code duration_seconds}
 * @param version with a duration: the case's version when the walk began, which freezes the order of what changes since
 */
public record Position(
        String id, @Nullable Instant createdAt, @Nullable Integer durationSeconds, long version) {

    /** Whether this can be a place in a list sorted so. */
    public boolean fits(SortBy sortBy) {
        return CaseId.isUlid(id)
                && switch (sortBy) {
                    case CREATED_AT ->
                        durationSeconds == null && version == 0 && createdAt != null && TimeRange.isStorable(createdAt);
                    case DURATION_SECONDS ->
                        createdAt == null && version >= 0 && durationSeconds != null && durationSeconds >= 0;
                };
    }

    Object sortValue() {
        return createdAt != null ? createdAt : Objects.requireNonNull(durationSeconds);
    }
}

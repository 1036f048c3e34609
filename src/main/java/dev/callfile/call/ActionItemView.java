package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An action item as a reader sees it, with the call that it came from. */
@JsonNaming(SnakeCaseStrategy.class)
public record ActionItemView(String id, String description, boolean completed, Call phoneCall) {

    /** As much of a call as tells which one it was. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Call(
            String id,
            @Nullable String institutionContactId,
            @Nullable String toNumber,
            @Nullable String fromNumber,
            String direction,
            String status,
            @Nullable Instant startedAt,
            @Nullable String calledBy,
            Instant createdAt) {}
}

package dev.callfile.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a list that is walked by cursor alone, as it goes out. */
record CursorList<T>(List<T> data, Meta meta) {

    /** Where the page stands. Nothing is counted. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Meta(int perPage, @Nullable String nextCursor, boolean hasMore) {}

    /** @param next where the next page starts; {@code null} on the last */
    static <T> CursorList<T> of(List<T> data, int perPage, @Nullable Cursor next) {
        return new CursorList<>(data, new Meta(perPage, next == null ? null : next.text(), next != null));
    }
}

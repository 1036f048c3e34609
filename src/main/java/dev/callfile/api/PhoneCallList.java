package dev.callfile.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.callfile.call.PhoneCallPage;
import dev.callfile.call.PhoneCallQuery;
import dev.callfile.call.PhoneCallQuery.Numbered;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, as it goes out.
 *
 * @param data a JSON array
 */
record PhoneCallList(ByteBuffer data, Meta meta) {

    /** Where the page stands. With a cursor nothing is counted: page and totals are {@code null} then. */
    @JsonNaming(SnakeCaseStrategy.class)
    @RegisterForReflection(registerFullHierarchy = true) // written by Tagged
    record Meta(
            @Nullable Long page,
            int perPage,
            @Nullable Long totalCount,
            @Nullable Long totalPages,
            @Nullable String nextCursor,
            boolean hasMore) {}

    static PhoneCallList of(PhoneCallPage page, PhoneCallQuery query) {
        Long total = page.total();
        return new PhoneCallList(
                page.calls(),
                new Meta(
                        query.start() instanceof Numbered numbered ? numbered.page() : null,
                        query.perPage(),
                        total,
                        total == null ? null : (total + query.perPage() - 1) / query.perPage(),
                        page.next() == null
                                ? null
                                : Cursor.of(page.next(), query).text(),
                        page.next() != null));
    }
}

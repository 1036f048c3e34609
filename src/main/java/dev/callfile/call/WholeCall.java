package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A business call with every CallSid that it goes by.
 *
 * @param root CallSid of its record
 * @param sids of all its legs, of the root and of parents, told or not
 * @param over whether nothing of it goes on
 * @param hold {@code null} where no case that it is of, or was said to be of, is held
 */
@JsonNaming(SnakeCaseStrategy.class)
@RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
record WholeCall(
        String root,
        Set<String> sids,
        boolean over,
        @Nullable HeldCase hold) {}

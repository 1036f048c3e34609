package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * A call that somebody wants to be placed.
 *
 * @param toNumber E.164
 * @param fromNumber E.164, one of the account's numbers
 */
@JsonNaming(SnakeCaseStrategy.class)
@RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
public record PlacementRequest(
        String caseId,
        String toNumber,
        String fromNumber,
        @Nullable String institutionContactId,
        @Nullable String calledBy,
        @Nullable String notes) {}

package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * A case whose calls must be kept, whatever anybody asks for and however old they get.
 *
 * @param setBy subject of the token
 */
@JsonNaming(SnakeCaseStrategy.class)
@RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
public record LegalHold(String caseId, String reason, String setBy, Instant setAt) {}

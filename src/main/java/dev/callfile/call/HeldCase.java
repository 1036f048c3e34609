package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/** A case under legal hold, and why. */
@JsonNaming(SnakeCaseStrategy.class)
public record HeldCase(String caseId, String reason) {}

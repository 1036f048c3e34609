package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What a reconciliation has found so far, in calls.
 *
 * @param missing of which nothing was known here
 * @param stale of which less was known here than Twilio has
 * @param repaired of those two, the calls that are now as Twilio has them
 * @param unassigned of those two, the calls that no case is known of
 * @param failed of those two, the calls that could not be repaired
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ReconciliationCounts(long missing, long stale, long repaired, long unassigned, long failed) {}

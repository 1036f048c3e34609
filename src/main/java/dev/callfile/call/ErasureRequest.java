package dev.callfile.call;

import org.jspecify.annotations.Nullable;

/**
 * Whose data is to be erased: everybody's who was called at, or called from, a number, or that of one call.
 *
 * @param phoneNumber as records have it; {@code null} where it is one call
 * @param callId of a record; {@code null} where it is a number
 * @param dryRun whether only to count
 * @param recordingsAtTwilio whether Twilio is to delete the recordings as well
 */
public record ErasureRequest(
        @Nullable String phoneNumber, @Nullable String callId, boolean dryRun, boolean recordingsAtTwilio) {}

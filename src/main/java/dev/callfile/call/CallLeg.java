package dev.callfile.call;

import static dev.callfile.call.Join.greatest;
import static dev.callfile.call.Join.least;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one call leg: one callback's share of it, or all callbacks' together. {@code null} is "not told".
 *
 * @param callSid the leg's own CallSid
 * @param parentCallSid the leg that dialled this one
 * @param fromNumber E.164, {@code client:…}, {@code sip:…} or any other word of Twilio's
 * @param toNumber as {@code fromNumber}; empty where Twilio said nothing in many words
 * @param direction Twilio's own word, {@code outbound-dial} for example
 * @param triedAt the earliest time at which the leg was not yet answered
 * @param answeredAt the earliest time at which it was in progress
 * @param endedAt the earliest time at which it was over
 * @param durationSeconds from answer to end, in seconds
 * @param caseId the case that the callback's URL named
 * @param institutionContactId the contact that the callback's URL named
 * @param calledBy the caller that the callback's URL named
 * @param placementId the placement that the callback's URL named, where the call is one that we placed
 * @param mappedCaseId the case that somebody's mapping names, which counts where no callback names one
 * @param createdAt when Twilio created the call, as only its REST API tells
 * @param transcriptsPrunedAt since when what was said is no longer kept, and does not come back
 */
@JsonNaming(SnakeCaseStrategy.class)
public record CallLeg(
        String callSid,
        @Nullable String parentCallSid,
        @Nullable String accountSid,
        @Nullable String fromNumber,
        @Nullable String toNumber,
        @Nullable String direction,
        @Nullable CallStatus status,
        @Nullable Instant triedAt,
        @Nullable Instant answeredAt,
        @Nullable Instant endedAt,
        @Nullable Integer durationSeconds,
        @Nullable String caseId,
        @Nullable String institutionContactId,
        @Nullable String calledBy,
        @Nullable String placementId,
        @Nullable String mappedCaseId,
        @Nullable Instant createdAt,
        @Nullable Instant transcriptsPrunedAt) {

    /** A leg as Twilio tells of it. */
    public CallLeg(
            String callSid,
            @Nullable String parentCallSid,
            @Nullable String accountSid,
            @Nullable String fromNumber,
            @Nullable String toNumber,
            @Nullable String direction,
            @Nullable CallStatus status,
            @Nullable Instant triedAt,
            @Nullable Instant answeredAt,
            @Nullable Instant endedAt,
            @Nullable Integer durationSeconds,
            @Nullable String caseId,
            @Nullable String institutionContactId,
            @Nullable String calledBy,
            @Nullable String placementId,
            @Nullable String mappedCaseId,
            @Nullable Instant createdAt) {
        this(
                callSid,
                parentCallSid,
                accountSid,
                fromNumber,
                toNumber,
                direction,
                status,
                triedAt,
                answeredAt,
                endedAt,
                durationSeconds,
                caseId,
                institutionContactId,
                calledBy,
                placementId,
                mappedCaseId,
                createdAt,
                null);
    }

    /** A leg as callbacks tell of it. */
    public CallLeg(
            String callSid,
            @Nullable String parentCallSid,
            @Nullable String accountSid,
            @Nullable String fromNumber,
            @Nullable String toNumber,
            @Nullable String direction,
            @Nullable CallStatus status,
            @Nullable Instant triedAt,
            @Nullable Instant answeredAt,
            @Nullable Instant endedAt,
            @Nullable Integer durationSeconds,
            @Nullable String caseId,
            @Nullable String institutionContactId,
            @Nullable String calledBy,
            @Nullable String placementId) {
        this(
                callSid,
                parentCallSid,
                accountSid,
                fromNumber,
                toNumber,
                direction,
                status,
                triedAt,
                answeredAt,
                endedAt,
                durationSeconds,
                caseId,
                institutionContactId,
                calledBy,
                placementId,
                null,
                null);
    }

    /** A leg of which no more than its name is known. */
    public static CallLeg named(String callSid) {
        return named(callSid, null);
    }

    /** A leg of which no more than its name and account is known. */
    public static CallLeg named(String callSid, @Nullable String accountSid) {
        return new CallLeg(
                callSid, null, accountSid, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    /** A leg of which no more is known than that what was said on it is no longer kept. */
    static CallLeg letGo(String callSid, Instant at) {
        return new CallLeg(
                callSid, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                at);
    }

    /** The CallSid of the call that it belongs to, as far as the leg itself tells. */
    String parentOrSelf() {
        return parentCallSid == null ? callSid : parentCallSid;
    }

    /** A leg of which no more is known than its name and who dialled it, if anybody did. */
    static CallLeg dialled(String callSid, @Nullable String parentCallSid) {
        return new CallLeg(
                callSid, parentCallSid, null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    /**
     * Everything that either of two accounts of the same leg tells. Where they differ, the further status, the earlier
     * time and the greater of anything else stands, so neither order nor repetition matters.
     */
    CallLeg merge(CallLeg other) {
        return new CallLeg(
                callSid,
                greatest(parentCallSid, other.parentCallSid),
                greatest(accountSid, other.accountSid),
                greatest(fromNumber, other.fromNumber),
                greatest(toNumber, other.toNumber),
                greatest(direction, other.direction),
                greatest(status, other.status),
                least(triedAt, other.triedAt),
                least(answeredAt, other.answeredAt),
                least(endedAt, other.endedAt),
                greatest(durationSeconds, other.durationSeconds),
                greatest(caseId, other.caseId),
                greatest(institutionContactId, other.institutionContactId),
                greatest(calledBy, other.calledBy),
                greatest(placementId, other.placementId),
                greatest(mappedCaseId, other.mappedCaseId),
                least(createdAt, other.createdAt),
                least(transcriptsPrunedAt, other.transcriptsPrunedAt));
    }

    /** Whether a status callback spoke of this leg; a recording callback only names it. */
    boolean tellsOfItself() {
        return status != null || fromNumber != null || toNumber != null;
    }

    /** Whether this is an agent's own leg, a browser or app that Twilio knows as a client, and not the institution's. */
    boolean isAgents() {
        return isClient(fromNumber) || isClient(toNumber);
    }

    /** Whether this leg rings an agent's browser or app. */
    boolean callsAgent() {
        return isClient(toNumber);
    }

    private static boolean isClient(@Nullable String address) {
        return address != null && address.startsWith("client:");
    }

    /**
     * When the leg was answered, or first tried if it never was. Where the answer was not told, the end less the
     * duration is when it was.
     */
    @Nullable Instant startedAt() {
        if (answeredAt != null) {
            return answeredAt;
        }
        boolean answered = status != null && status.isAnswered();
        if (triedAt != null && !answered) {
            return triedAt;
        }
        return endedAt == null || durationSeconds == null ? null : endedAt.minusSeconds(durationSeconds);
    }

    /**
     * {@code inbound} and {@code trunking-originating} (Twilio's word for a call from the public network into a SIP
     * trunk) come in; everything else, and whatever an agent's client dials, goes out.
     */
    Direction seenDirection() {
        boolean inbound = "inbound".equals(direction) || "trunking-originating".equals(direction);
        return inbound && !isAgents() ? Direction.INBOUND : Direction.OUTBOUND;
    }
}

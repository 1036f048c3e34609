package dev.callfile.call;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of the calls of some time with what Twilio has of them.
 *
 * @param subject of the token that asked for it; {@code null} where it is the schedule's
 * @param from the earliest time of a call that is looked at
 * @param to the latest
 * @param dryRun whether it only tells what differs, and repairs nothing
 * @param checked how many of Twilio's calls have been compared, legs counted one by one
 * @param requests how many requests Twilio was sent
 * @param attempts that failed in a row
 * @param lastError why the last of them did; {@code null} while all goes well
 */
@JsonNaming(SnakeCaseStrategy.class)
@RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
public record Reconciliation(
        String id,
        @Nullable String subject,
        Instant from,
        Instant to,
        boolean dryRun,
        Status status,
        Position position,
        long checked,
        long requests,
        int attempts,
        @Nullable String lastError,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant finishedAt) {

    /** How far it is. */
    public enum Status {
        RUNNING,
        COMPLETED,
        /** Twilio did not answer for long; it can be resumed. */
        FAILED,
        CANCELLED;

        /** The word of the API and of the database. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Status of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** What is read, in this order. */
    public enum Step {
        CALLS,
        /** Calls that were cancelled before they were dialled, which the list by start time need not have. */
        CANCELLED_CALLS,
        RECORDINGS,
        /** Calls that are not over here, one by one. */
        OVERDUE_CALLS,
        /** Which of the calls that were repaired have no case. */
        UNASSIGNED_CALLS;

        /** The word of the API and of the database. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Step of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * Where it goes on.
     *
     * @param account which of the configured accounts, from 0
     * @param page where in the step; {@code null} for its beginning
     * @param counted how many calls of {@code checked} this step has counted
     * @param reached time of the last call or recording that was looked at
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Position(
            int account,
            Step step,
            @Nullable String page,
            long counted,
            @Nullable Instant reached) {

        static final Position START = new Position(0, Step.CALLS, null, 0, null);

        /** The beginning of another step. */
        public static Position of(int account, Step step) {
            return new Position(account, step, null, 0, null);
        }

        /** Further on in the same step. */
        public Position at(String page, int counted, @Nullable Instant reached) {
            return new Position(account, step, page, this.counted + counted, reached);
        }
    }

    /** Whether it is the schedule's, and so looks after all calls that are not over. */
    public boolean isScheduled() {
        return subject == null;
    }
}

package dev.callfile.peer;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** What a reader sees of a row of the service's own table; names are Spring's, in snake case. */
@Entity
@Immutable
@Table(name = "phone_call")
class PhoneCall {

    @Id
    String id;

    String twilioCallSid;
    String caseId;
    String institutionContactId;
    String toNumber;
    String fromNumber;
    String status;
    String direction;
    Integer durationSeconds;
    Instant startedAt;
    Instant endedAt;
    String recordingStatus;
    Integer recordingDurationSeconds;
    Instant recordingDeletedAt;
    String transcript;
    String summary;

    @JdbcTypeCode(SqlTypes.JSON)
    List<ActionItem> actionItems;

    String calledBy;
    String notes;
    Instant createdAt;
    Instant updatedAt;

    record ActionItem(String id, String description, boolean completed) {}
}

package dev.callfile.call;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** One row of {@code phone_call}, for reading: {@link CallLedger} is what writes it. */
@Entity
@Immutable
@Table(name = "phone_call")
class PhoneCall {

    @Id
    String id;

    @Column(name = "twilio_call_sid")
    String twilioCallSid;

    @Nullable @Column(name = "case_id")
    String caseId;

    @Nullable @Column(name = "institution_contact_id")
    String institutionContactId;

    @Nullable @Column(name = "to_number")
    String toNumber;

    @Nullable @Column(name = "from_number")
    String fromNumber;

    String status;

    String direction;

    @Nullable @Column(name = "duration_seconds")
    Integer durationSeconds;

    @Nullable @Column(name = "started_at")
    Instant startedAt;

    @Nullable @Column(name = "ended_at")
    Instant endedAt;

    @Nullable @Column(name = "recording_status")
    String recordingStatus;

    @Nullable @Column(name = "recording_duration_seconds")
    Integer recordingDurationSeconds;

    @Nullable @Column(name = "recording_deleted_at")
    Instant recordingDeletedAt;

    @Nullable String transcript;

    @Nullable String summary;

    @Column(name = "action_items")
    @JdbcTypeCode(SqlTypes.JSON)
    List<ActionItem> actionItems;

    @Nullable @Column(name = "called_by")
    String calledBy;

    @Nullable String notes;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;
}

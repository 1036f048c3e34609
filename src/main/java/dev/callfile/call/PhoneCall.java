package dev.callfile.call;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/**
 * One row of {@code phone_call}, as far as it is looked up by what is unique. What it says is read as a
 * {@link PhoneCallView}, and {@link CallLedger} is what writes it.
 */
@Entity
@Immutable
@Table(name = "phone_call")
class PhoneCall {

    @Id
    String id;

    @Column(name = "twilio_call_sid")
    String twilioCallSid;
}

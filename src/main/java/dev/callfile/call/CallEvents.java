package dev.callfile.call;

import com.github.f4b6a3.ulid.UlidCreator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Writes down what people did with a call. */
@ApplicationScoped
public class CallEvents {

    /** Who erases the call meanwhile waits for this, or leaves nothing that it could be written to. */
    static final String PLAYED = """
            insert into call_event (id, call_sid, kind, actor, details, at)
            select :id, twilio_call_sid, 'playback', :actor,
                json_build_object(
                    'recording_sid', cast(:recordingSid as text),
                    'range', cast(:range as text),
                    'format', cast(:format as text)),
                :at
            from phone_call where twilio_call_sid = :callSid
            for key share
            """;

    private final Session session;
    private final Clock clock;

    CallEvents(Session session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /**
     * Somebody gets a recording's audio to hear; it has been committed on return.
     *
     * @param subject who, as the token names them
     * @param range {@code bytes=0-99} for example; {@code null} where it is the whole
     * @return false where there is no such call any more, and nothing was written
     */
    public boolean played(String callSid, String recordingSid, String subject, @Nullable String range, String format) {
        return QuarkusTransaction.requiringNew()
                        .call(() -> session.createNativeMutationQuery(PLAYED)
                                .setParameter(
                                        "id", UlidCreator.getMonotonicUlid().toString())
                                .setParameter("callSid", callSid)
                                .setParameter("actor", subject)
                                .setParameter("recordingSid", recordingSid)
                                .setParameter("range", range, String.class)
                                .setParameter("format", format)
                                .setParameter("at", clock.instant().truncatedTo(ChronoUnit.MICROS))
                                .executeUpdate())
                == 1;
    }
}

package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Finds what was said in a call, piece by piece. */
@ApplicationScoped
public class Transcripts {

    private static final String FIND = """
            select cast(json_build_object(
                'by_person', coalesce(c.words->'transcript'->>'source' = 'person', false),
                'transcript', c.transcript,
                'legs', (select coalesce(json_agg(leg), '[]') from call_leg leg
                    where leg.root_call_sid = c.twilio_call_sid),
                'recordings', (select coalesce(json_agg(recording), '[]') from call_recording recording
                    where recording.call_sid = any (array(
                        select call_sid from call_leg where root_call_sid = c.twilio_call_sid))),
                'transcriptions', (select coalesce(json_agg(said), '[]') from call_transcription said
                    where said.call_sid = any (array(
                        select call_sid from call_leg where root_call_sid = c.twilio_call_sid)))) as text)
            from phone_call c
            where c.id = :id and c.case_id = :caseId
            """;

    private final Session session;

    Transcripts(Session session) {
        this.session = session;
    }

    /**
     * What a person wrote or, where nobody did, the richest transcription; empty where there is neither.
     *
     * @param callId of the record
     */
    public Optional<Transcript> find(CaseId caseId, String callId) {
        return session.createNativeQuery(FIND, String.class)
                .setParameter("id", callId)
                .setParameter("caseId", caseId.value())
                .uniqueResultOptional()
                .flatMap(row -> Rows.read(row, Said.class).best());
    }

    @JsonNaming(SnakeCaseStrategy.class)
    @RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
    record Said(
            boolean byPerson,
            @Nullable String transcript,
            List<CallLeg> legs,
            List<CallRecording> recordings,
            List<CallTranscription> transcriptions) {

        Optional<Transcript> best() {
            if (byPerson) {
                return Optional.ofNullable(transcript).map(Transcript::ofPerson);
            }
            if (legs.stream().anyMatch(leg -> leg.transcriptsPrunedAt() != null)) {
                return Optional.empty();
            }
            return Transcript.richest(
                    transcriptions,
                    recordings,
                    legs.stream()
                            .filter(CallLeg::isAgents)
                            .map(CallLeg::callSid)
                            .collect(Collectors.toSet()));
        }
    }
}

package dev.callfile.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.callfile.call.Segment;
import dev.callfile.call.Transcript;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transcript, as it goes out. */
@RegisterForReflection(registerFullHierarchy = true) // inside a Response
record TranscriptView(List<Segment> data, Meta meta) {

    /** Where it came from. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Meta(String source, @Nullable String transcriptionSid) {}

    static TranscriptView of(Transcript transcript) {
        return new TranscriptView(transcript.segments(), new Meta(transcript.source(), transcript.transcriptionSid()));
    }
}

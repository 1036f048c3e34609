package dev.callfile.call;

import static dev.callfile.call.WhatWasSaidTest.said;
import static dev.callfile.call.WhatWasSaidTest.transcription;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.callfile.call.CallTranscription.Source;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TranscriptTest {

    @Test
    void segments_realTime_countFromTheFirstKnownTime() {
        CallTranscription started = new CallTranscription(
                "GT1", "CA1", null, Source.REAL_TIME, null, Legs.at(-2), Map.of("inbound_track", "agent"), List.of());
        CallTranscription said = transcription("GT1", Source.REAL_TIME, Map.of(), said("inbound_track", 1, 5, "Hi."));

        assertEquals(
                List.of(new Segment("Agent", 7000, null, "Hi.", null)),
                only(started.merge(said)).segments());
        assertEquals(0, only(said).segments().get(0).startMs());
    }

    @Test
    void segments_ofAPerson_areLines() {
        Transcript transcript = Transcript.ofPerson("Agent: Hi.\n\n  They will call back.  \r\n");

        assertEquals("person", transcript.source());
        assertEquals(
                List.of(
                        new Segment(null, null, null, "Agent: Hi.", null),
                        new Segment(null, null, null, "They will call back.", null)),
                transcript.segments());
    }

    @Test
    void webVtt_givesEveryCueABeginningAndALaterEnd() {
        Transcript transcript = new Transcript(
                "intelligence",
                "GT1",
                List.of(
                        new Segment("A&B <x>", 500, 2250, "1 < 2 --> &\nfine", 0.5),
                        new Segment(null, null, null, "no time", null),
                        new Segment(null, 3_723_004, 3_723_004, "no length", null),
                        new Segment(null, 3_723_104, null, "the end", null),
                        new Segment(null, 1, 2, "too early", null)));

        assertEquals("""
                WEBVTT

                00:00:00.500 --> 00:00:02.250
                <v A&amp;B &lt;x&gt;>1 &lt; 2 --&gt; &amp; fine

                00:00:02.250 --> 00:00:03.250
                no time

                01:02:03.004 --> 01:02:03.104
                no length

                01:02:03.104 --> 01:02:04.104
                the end

                01:02:03.104 --> 01:02:04.104
                too early
                """, WebVtt.of(transcript));
        assertEquals("WEBVTT\n", WebVtt.of(new Transcript("person", null, List.of())));
    }

    @Test
    void plain_ofARecording_isItsText() {
        CallTranscription recorded =
                transcription("TR1", Source.RECORDING, Map.of(), said("", 0, null, " recording text "));

        assertEquals("recording text", only(recorded).plain());
    }

    private static Transcript only(CallTranscription transcription) {
        return Transcript.richest(List.of(transcription), List.of(), Set.of()).orElseThrow();
    }
}

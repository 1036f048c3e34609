package dev.callfile.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.call.CallTranscription.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class WhatWasSaidTest {

    private static final Map<String, String> NOBODY = Map.of();

    @Test
    void transcript_richestSource_shows() {
        CallTranscription recorded =
                transcription("TR1", Source.RECORDING, NOBODY, said("", 0, 0, "A long text it is."));
        CallTranscription live = transcription("GT1", Source.REAL_TIME, NOBODY, said("inbound_track", 1, 5, "Hello."));
        CallTranscription made = transcription("GT2", Source.INTELLIGENCE, NOBODY, said("1", 0, 5, "Hi."));
        CallTranscription empty = transcription("GT3", Source.INTELLIGENCE, NOBODY, said("1", 0, 5, " "));

        assertEquals("A long text it is.", transcript(empty, recorded));
        assertEquals("Institution: Hello.", transcript(recorded, live, empty));
        assertEquals("Speaker 1: Hi.", transcript(live, made, recorded));
        assertNull(transcript(empty));
        assertNull(transcript());
    }

    @Test
    void transcript_ofOneSource_theOneThatSaysMoreShows() {
        CallTranscription shorter = transcription("GT9", Source.INTELLIGENCE, NOBODY, said("1", 0, 5, "Hi."));
        CallTranscription longer = transcription("GT1", Source.INTELLIGENCE, NOBODY, said("1", 0, 5, "Hello."));
        CallTranscription asLong = transcription("GT2", Source.INTELLIGENCE, NOBODY, said("1", 0, 5, "Howdy!"));

        assertEquals("Speaker 1: Hello.", transcript(shorter, longer));
        assertEquals("Speaker 1: Howdy!", transcript(asLong, longer));
    }

    @Test
    void transcript_tracks_areInterleavedByTime_andEachKeepsItsOrder() {
        CallTranscription live = transcription(
                "GT1",
                Source.REAL_TIME,
                NOBODY,
                said("inbound_track", 2, 10, "Bank of Springfield."),
                said("inbound_track", 4, 5, "How can I help?"),
                said("outbound_track", 3, 20, "I call for the estate."),
                said("outbound_track", 5, 30, "Of Mr.\nDoe."));

        assertEquals("""
                Institution: Bank of Springfield.
                Institution: How can I help?
                Agent: I call for the estate.
                Agent: Of Mr. Doe.""", transcript(live));
        assertTrue(WhatWasSaid.of(List.of(live), List.of(), List.of(), Set.of("CA1"))
                .transcript()
                .startsWith("Agent: Bank of Springfield."));
    }

    @Test
    void transcript_withoutTimes_isInterleavedBySequence() {
        CallTranscription made = transcription(
                "GT1",
                Source.INTELLIGENCE,
                Map.of("2", "customer"),
                said("1", 0, null, "one"),
                said("2", 1, null, "two"),
                said("1", 2, null, "three"));

        assertEquals("Speaker 1: one\nCustomer: two\nSpeaker 1: three", transcript(made));
    }

    @Test
    void insights_latestAnswerShows() {
        CallInsight older = new CallInsight("GT9/LY1", "CA1", CallInsight.Kind.SUMMARY, Legs.at(1), "old", null);
        CallInsight newer = new CallInsight("GT1/LY1", "CA1", CallInsight.Kind.SUMMARY, Legs.at(2), "new", null);
        CallInsight blank = new CallInsight("GT2/LY1", "CA1", CallInsight.Kind.SUMMARY, Legs.at(3), " ", null);
        List<ActionItem> items = ActionItem.of("CA1", List.of(new ActionItem.Told("Send the will", false)));
        CallInsight todo = new CallInsight("GT1/LY2", "CA1", CallInsight.Kind.ACTION_ITEMS, null, null, items);
        CallInsight none =
                new CallInsight("GT0/LY2", "CA1", CallInsight.Kind.ACTION_ITEMS, Legs.at(4), null, List.of());

        WhatWasSaid said = WhatWasSaid.of(List.of(), List.of(newer, blank, older, todo), List.of(), Set.of());
        assertEquals(new WhatWasSaid(null, "new", items), said);
        assertEquals(
                List.of(),
                WhatWasSaid.of(List.of(), List.of(none, todo), List.of(), Set.of())
                        .actionItems());
    }

    @Test
    void actionItems_sameWords_haveTheSameIds_andTwinsHaveTheirOwn() {
        ActionItem.Told call = new ActionItem.Told("Call the bank", false);
        List<ActionItem> items = ActionItem.of("CA1", List.of(call, call, new ActionItem.Told("Wait", true)));

        assertEquals(3, items.stream().map(ActionItem::id).distinct().count());
        assertTrue(items.stream().allMatch(item -> CaseId.isUlid(item.id())));
        assertEquals(items.get(0), ActionItem.of("CA1", List.of(call)).get(0));
        assertTrue(items.get(2).completed());
    }

    @RepeatedTest(300)
    void transcription_merge_isCommutativeAssociativeIdempotent(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());

        MergePropertiesTest.assertJoin(CallTranscription::merge, () -> randomTranscription(random, "GT1"));
    }

    @RepeatedTest(300)
    void insight_merge_isCommutativeAssociativeIdempotent(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());

        MergePropertiesTest.assertJoin(CallInsight::merge, () -> randomInsight(random, "GT1/LY1"));
    }

    @RepeatedTest(300)
    void whatWasSaid_anyOrderAnyRepetition_endsTheSame(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Object> facts = new ArrayList<>();
        for (int i = random.nextInt(10) + 1; i > 0; i--) {
            facts.add(
                    random.nextBoolean()
                            ? randomTranscription(random, "GT" + random.nextInt(3))
                            : randomInsight(random, "GT1/LY" + random.nextInt(3)));
        }
        WhatWasSaid once = said(facts);

        List<Object> shuffled = new ArrayList<>(facts);
        for (int i = random.nextInt(6); i > 0; i--) {
            shuffled.add(facts.get(random.nextInt(facts.size())));
        }
        Collections.shuffle(shuffled, random);

        assertEquals(once, said(shuffled));
    }

    private static WhatWasSaid said(List<Object> facts) {
        Map<String, CallTranscription> transcriptions = new TreeMap<>();
        Map<String, CallInsight> insights = new TreeMap<>();
        for (Object fact : facts) {
            if (fact instanceof CallTranscription told) {
                transcriptions.merge(told.transcriptionSid(), told, CallTranscription::merge);
            } else if (fact instanceof CallInsight told) {
                insights.merge(told.insightId(), told, CallInsight::merge);
            }
        }
        return WhatWasSaid.of(
                List.copyOf(transcriptions.values()), List.copyOf(insights.values()), List.of(), Set.of());
    }

    private static CallTranscription randomTranscription(Random random, String sid) {
        List<Utterance> utterances = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            utterances.add(said(
                    MergePropertiesTest.pick(random, "inbound_track", "outbound_track", "1"),
                    random.nextInt(4),
                    random.nextBoolean() ? null : random.nextInt(10),
                    MergePropertiesTest.pick(random, "yes", "no", "hello", " ")));
        }
        return new CallTranscription(
                sid,
                "CA1",
                MergePropertiesTest.pick(random, null, "AC1", "AC2"),
                MergePropertiesTest.pick(random, Source.values()),
                MergePropertiesTest.pick(random, null, "RE1", "RE2"),
                MergePropertiesTest.time(random),
                MergePropertiesTest.pick(random, NOBODY, Map.of("1", "agent"), Map.of("1", "customer", "2", "agent")),
                utterances);
    }

    private static CallInsight randomInsight(Random random, String id) {
        boolean summary = random.nextBoolean();
        return new CallInsight(
                id,
                "CA1",
                summary ? CallInsight.Kind.SUMMARY : CallInsight.Kind.ACTION_ITEMS,
                MergePropertiesTest.time(random),
                summary ? MergePropertiesTest.pick(random, "a", "b", " ") : null,
                summary
                        ? null
                        : ActionItem.of(
                                "CA1",
                                MergePropertiesTest.pick(
                                        random, List.of(), List.of(new ActionItem.Told("Send the will", false)))));
    }

    private static @Nullable String transcript(CallTranscription... transcriptions) {
        return WhatWasSaid.of(List.of(transcriptions), List.of(), List.of(), Set.of())
                .transcript();
    }

    static CallTranscription transcription(
            String sid, Source source, Map<String, String> speakers, Utterance... utterances) {
        return new CallTranscription(sid, "CA1", null, source, null, null, speakers, List.of(utterances));
    }

    /** On a numbered channel at a place of the recording; on a track at a time of the day. */
    static Utterance said(String track, int sequence, @Nullable Integer second, String text) {
        boolean channel = track.matches("[0-9]+");
        return new Utterance(
                track,
                sequence,
                second == null || channel ? null : Legs.at(second),
                second == null || !channel ? null : Integer.valueOf(second * 1000),
                null,
                text,
                null);
    }

    @Test
    void transcriptions_oneAfterTheOther_areAllTold_inTheOrderOfTheirTime() {
        CallTranscription later = session("GT1", 60, "Here I am again.");
        CallTranscription sooner = session("GT2", 0, "Wait a moment, please, I have to look for my card.");

        assertEquals(
                "Agent: Wait a moment, please, I have to look for my card.\nAgent: Here I am again.",
                transcript(later, sooner));
        assertEquals(transcript(later, sooner), transcript(sooner, later));
    }

    @Test
    void transcriptions_ofTheSameTime_areNotToldTwice() {
        CallTranscription one = session("GT1", 0, "Hello, this is the bank, who is calling?");
        CallTranscription same = session("GT2", 1, "Hello, this is the bank.");

        assertEquals("Agent: Hello, this is the bank, who is calling?\nAgent: End.", transcript(one, same));
    }

    @Test
    void transcriptsOfTwoRecordings_areBothTold_butNotTwoOfOne() {
        List<CallRecording> recordings = List.of(
                Legs.recording("RE1", "CA1", RecordingStatus.COMPLETED, 100),
                Legs.recording("RE2", "CA1", RecordingStatus.COMPLETED, 0));
        List<CallTranscription> transcripts = List.of(
                ofRecording("GT1", "RE1", "And the second part."),
                ofRecording("GT2", "RE2", "The first part."),
                ofRecording("GT3", "RE2", "First."));

        Transcript told = Transcript.richest(transcripts, recordings, Set.of()).orElseThrow();

        assertEquals("Speaker 1: The first part.\nSpeaker 1: And the second part.", told.plain());
        assertEquals(
                List.of(500, 100_500),
                told.segments().stream().map(Segment::startMs).toList());
    }

    private static CallTranscription session(String sid, int second, String text) {
        return new CallTranscription(
                sid,
                "CA1",
                null,
                CallTranscription.Source.REAL_TIME,
                null,
                Legs.at(second),
                Map.of(),
                sid.equals("GT1") && second == 0
                        ? List.of(
                                new Utterance("outbound_track", 1, Legs.at(second), null, null, text, null),
                                new Utterance("outbound_track", 2, Legs.at(second + 9), null, null, "End.", null))
                        : List.of(new Utterance("outbound_track", 1, Legs.at(second + 5), null, null, text, null)));
    }

    private static CallTranscription ofRecording(String sid, String recordingSid, String text) {
        return new CallTranscription(
                sid,
                "CA1",
                null,
                CallTranscription.Source.INTELLIGENCE,
                recordingSid,
                null,
                Map.of(),
                List.of(new Utterance("1", 0, null, 500, 900, text, null)));
    }
}

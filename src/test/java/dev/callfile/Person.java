package dev.callfile;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.Api.only;
import static dev.callfile.TwilioStandIn.INTELLIGENCE;
import static dev.callfile.TwilioStandIn.RECORDING;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.TRANSCRIPTION;
import static dev.callfile.TwilioStandIn.form;

import dev.callfile.TwilioStandIn.Form;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody with a number of their own, who was called from an agent's browser, recorded, transcribed and written about. */
public final class Person {

    private static final AtomicInteger NEXT = new AtomicInteger((int) (System.nanoTime() % 4_000_000));
    private static final String ACCOUNT = "AC00000000000000000000000000000000";

    public final String caseId = newCase();
    public final String number = "+1500%07d".formatted(5_000_000 + NEXT.getAndIncrement());
    public final String name = "Jane " + newCase();
    public final String words = "secret" + newCase().toLowerCase();
    public final String root = newSid("CA");
    public final String leg = newSid("CA");
    public final String recording = newSid("RE");

    /** A callback as Twilio sends it, again and again if need be. */
    public record Sent(String target, Form form, String json) {
        public Response send() {
            return json == null ? TwilioStandIn.post(target, form) : TwilioStandIn.postJson(target, json);
        }
    }

    private String query() {
        return "?case_id=" + caseId + "&called_by=" + TwilioStandIn.encode(name);
    }

    /** Everything that Twilio tells of one call to them. */
    public List<Sent> callbacks() {
        List<Sent> sent = new ArrayList<>();
        sent.add(status(root, null, "client:dana", "", "in-progress", 1));
        sent.add(status(leg, root, "+15005550001", number, "ringing", 2));
        sent.add(status(leg, root, "+15005550001", number, "in-progress", 4));
        sent.add(new Sent(
                TRANSCRIPTION + query(),
                form("AccountSid", ACCOUNT, "CallSid", leg, "TranscriptionSid", leg.replace("CA", "GT"))
                        .and("TranscriptionEvent", "transcription-content")
                        .and("Final", "true")
                        .and("Track", "inbound_track")
                        .and("SequenceId", "1")
                        .and("Timestamp", "2026-02-12T12:00:10Z")
                        .and("TranscriptionData", "{\"transcript\":\"" + words + "\",\"confidence\":0.9}"),
                null));
        sent.add(new Sent(
                INTELLIGENCE + query(),
                null,
                "{\"conversationId\":\"conv_" + leg + "\",\"referenceIds\":[\"" + leg + "\"],\"operatorResults\":["
                        + "{\"operator\":{\"id\":\"intelligence_operator_1\",\"displayName\":\"Summary\"},"
                        + "\"result\":{\"text\":\"Summary of " + words + "\"}}]}"));
        sent.add(status(leg, root, "+15005550001", number, "completed", 60, "CallDuration", "56"));
        sent.add(status(root, null, "client:dana", "", "completed", 61, "CallDuration", "60"));
        sent.add(recorded());
        return sent;
    }

    /** The recording of the call, completed. */
    public Sent recorded() {
        return new Sent(
                RECORDING + query(),
                form("AccountSid", ACCOUNT, "CallSid", root, "RecordingSid", recording, "RecordingStatus", "completed")
                        .and("RecordingStartTime", "Thu, 12 Feb 2026 12:00:04 +0000")
                        .and("RecordingDuration", "56")
                        .and(
                                "RecordingUrl",
                                "https://api.twilio.com/2010-04-01/Accounts/" + ACCOUNT + "/Recordings/" + recording),
                null);
    }

    public Sent status(String sid, String parent, String from, String to, String status, int second, String... more) {
        Form form = form("AccountSid", ACCOUNT, "CallSid", sid, "From", from, "To", to, "CallStatus", status)
                .and("Direction", parent == null ? "inbound" : "outbound-dial")
                .and("Timestamp", "Thu, 12 Feb 2026 12:%02d:%02d +0000".formatted(second / 60, second % 60));
        if (parent != null) {
            form.and("ParentCallSid", parent);
        }
        for (int i = 0; i < more.length; i += 2) {
            form.and(more[i], more[i + 1]);
        }
        return new Sent(STATUS + query(), form, null);
    }

    /** Tells of the call, and writes about it. */
    public Person called() {
        callbacks().forEach(callback -> callback.send().then().statusCode(204));
        as(Tokens.writer(caseId))
                .contentType("application/json")
                .body(Map.of("notes", "Called " + name + " at " + number, "transcript", "Corrected " + words))
                .patch(url())
                .then()
                .statusCode(200);
        return this;
    }

    public String id() {
        return (String) only(caseId).get("id");
    }

    public String url() {
        return calls(caseId) + "/" + id();
    }

    public static Response erase(Map<String, ?> body) {
        return as(Tokens.admin()).contentType("application/json").body(body).post("/v1/erasures");
    }

    public static Response hold(String caseId, String reason) {
        return as(Tokens.admin())
                .contentType("application/json")
                .body(Map.of("reason", reason))
                .put("/v1/cases/" + caseId + "/legal-hold");
    }

    public static void lift(String caseId) {
        as(Tokens.admin()).delete("/v1/cases/" + caseId + "/legal-hold").then().statusCode(204);
    }
}

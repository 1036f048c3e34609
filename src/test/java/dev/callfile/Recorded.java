package dev.callfile;

import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.TwilioStandIn.RECORDING;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;

import io.restassured.specification.RequestSpecification;

/** A call of a case of its own, which can be recorded, and a listener for it. */
public final class Recorded {

    public final String caseId = newCase();
    public final String callSid = newSid("CA");
    public final String account;
    private final String authToken;
    private final String target = "?case_id=" + caseId;

    public Recorded() {
        this("AC00000000000000000000000000000000", TwilioStandIn.token());
    }

    public Recorded(String account, String authToken) {
        this.account = account;
        this.authToken = authToken;
        TwilioStandIn.post(
                        STATUS + target,
                        form("AccountSid", account, "CallSid", callSid, "CallStatus", "in-progress"),
                        authToken)
                .then()
                .statusCode(204);
    }

    /** Tells of a recording, and returns its sid. */
    public String recording(String status, String... more) {
        String recordingSid = newSid("RE");
        TwilioStandIn.Form form = form(
                "AccountSid", account, "CallSid", callSid, "RecordingSid", recordingSid, "RecordingStatus", status);
        for (int i = 0; i < more.length; i += 2) {
            form.and(more[i], more[i + 1]);
        }
        TwilioStandIn.post(RECORDING + target, form, authToken).then().statusCode(204);
        return recordingSid;
    }

    /** Tells of a completed recording that is kept there. */
    public String keptAt(String url) {
        return recording("completed", "RecordingUrl", url, "RecordingDuration", "42");
    }

    /** Tells of a completed recording that Twilio keeps; returns its path there. */
    public String keptAtTwilio() {
        String path = "/2010-04-01/Accounts/" + account + "/Recordings/" + newSid("RE");
        keptAt("https://api.twilio.com" + path);
        return path;
    }

    public String id() {
        return (String) Api.only(caseId).get("id");
    }

    public String url() {
        return Api.calls(caseId) + "/" + id();
    }

    public String audio() {
        return url() + "/recording";
    }

    public RequestSpecification listener() {
        return Api.as(Tokens.listener(caseId));
    }
}

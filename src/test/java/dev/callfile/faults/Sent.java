package dev.callfile.faults;

import dev.callfile.TwilioStandIn;
import dev.callfile.TwilioStandIn.Form;

/**
 * A callback as Twilio sends it, with a field that numbers it: Twilio's parameters are an open set, and the ledger keeps
 * each of them.
 */
record Sent(int number, String target, String body, String signature) {

    static final String NUMBER = "FaultNumber";
    static final String PUBLIC_URL = "https://calls.example.com";
    static final String AUTH_TOKEN = "0123456789abcdef0123456789abcdef";

    static Sent of(int number, String target, Form form) {
        form.and(NUMBER, Integer.toString(number));
        return new Sent(
                number,
                target,
                form.encoded(),
                TwilioStandIn.hmac(AUTH_TOKEN, PUBLIC_URL + target + form.signedPart()));
    }
}

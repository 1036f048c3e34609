package dev.callfile.twilio.preflight;

import dev.callfile.call.Preflight;
import dev.callfile.twilio.Accounts.Signer;
import dev.callfile.twilio.PublicUrl;
import dev.callfile.twilio.callback.PreflightProof;
import dev.callfile.twilio.callback.TwilioSignature;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A callback such as Twilio sends, of all that proxies like to change.
 *
 * @param requestTarget path and query below the public URL
 * @param body ASCII, so that its length is that of its bytes
 * @param headers beside those that every request has
 */
record ProbeRequest(
        PublicUrl to, @Nullable String accountSid, String requestTarget, String body, Map<String, String> headers) {

    static final String CONTENT_TYPE = "application/x-www-form-urlencoded; charset=UTF-8";

    /** Not in the order of its names; escapes that need not be and escapes in either case; a blank in both ways. */
    private static final String TARGET = PreflightProof.ADDRESS
            + "?case_id=01ARZ3NDEKTSV4RRFFQ69G5FAV&called_by=J%C3%BCrgen%20M&institution_contact_id=a%2Bb%2fc%2Fd"
            + "&z=1&a=2&blank=a+b&empty=&none&repeated=2&repeated=1&repeated=2&lower=%c3%a9&tilde=%7E~&quote='&colon=a:b";

    private static final String FIELDS = "CallSid=CA00000000000000000000000000000000&CallStatus=completed"
            + "&To=%2B15005550006&From=client%3Apreflight&Timestamp=Mon%2C+23+Nov+2026+10%3A15%3A30+%2B0000"
            + "&CallerName=++J%C3%BCrgen+O%27M+%F0%9F%93%9E+&Empty=&Repeated=b&Repeated=a&Repeated=b&Plus=1%2B1%3D2"
            + "&Lines=a%0D%0Ab&Json=%7B%22a%22%3A+%5B1%2C+%22%26%22%5D%7D&TranscriptionText=";
    /** What is said in some minutes: a limit that holds for a call's status only is none. */
    private static final String WORDS = "word+".repeat(1_000);

    /** Signed with the account's primary token; that it is ours, with the main account's. */
    static ProbeRequest of(PublicUrl to, Signer signer, String proof) {
        String account = signer.accountSid() == null ? "" : "AccountSid=" + signer.accountSid() + "&";
        String body = account + FIELDS + WORDS;
        String signature = new TwilioSignature(to.url())
                .signForm(TARGET, bytes(body), signer.tokens().get(0));
        return new ProbeRequest(
                to,
                signer.accountSid(),
                TARGET,
                body,
                Map.of(
                        "Content-Type",
                        CONTENT_TYPE,
                        "Accept",
                        "*/*",
                        "User-Agent",
                        "TwilioProxy/1.1",
                        "I-Twilio-Idempotency-Token",
                        UUID.randomUUID().toString(),
                        "X-Twilio-Signature",
                        signature,
                        PreflightProof.HEADER,
                        proof));
    }

    String path() {
        return requestTarget.substring(0, requestTarget.indexOf('?'));
    }

    String query() {
        return requestTarget.substring(requestTarget.indexOf('?') + 1);
    }

    String bodySha256() {
        return TwilioSignature.sha256(bytes(body));
    }

    private static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.US_ASCII);
    }

    /** For people to read. */
    Preflight.Sent sent(List<InetAddress> addresses) {
        return new Preflight.Sent(
                "POST",
                to.shown() + requestTarget,
                addresses.stream().map(InetAddress::getHostAddress).toList(),
                requestTarget,
                CONTENT_TYPE,
                body.length(),
                bodySha256());
    }
}

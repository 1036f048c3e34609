package dev.callfile.local;

import dev.callfile.twilio.callback.TwilioSignature;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Sends Twilio's callbacks to the service, signed. Each is sent once, and one that is not accepted is only told on the
 * console.
 *
 * @param publicUrl the address that Twilio would call
 * @param serviceUrl where the service really listens
 */
record Callbacks(URI publicUrl, URI serviceUrl, String authToken) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /**
     * Sends a form.
     *
     * @param url as it was subscribed, with its fragment
     */
    void form(String url, Map<String, String> fields) {
        String whole = url.replaceFirst("#.*", "");
        String base = base(publicUrl);
        if (!whole.startsWith(base)) {
            say("A callback is not for this service and is not sent");
            return;
        }
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        send(whole.substring(base.length()), "application/x-www-form-urlencoded", form, form);
    }

    /** Sends JSON, for which its digest is signed. */
    void json(String path, Map<String, ?> body) {
        byte[] json = Json.write(body);
        String target = path + "?bodySHA256=" + HexFormat.of().formatHex(sha256(json));
        send(target, "application/json", new String(json, StandardCharsets.UTF_8), "");
    }

    private void send(String target, String contentType, String body, String signedForm) {
        String signature = new TwilioSignature(publicUrl)
                .signForm(target, signedForm.getBytes(StandardCharsets.US_ASCII), authToken);
        HttpRequest request = HttpRequest.newBuilder(URI.create(base(serviceUrl) + target))
                .timeout(PATIENCE)
                .header("Content-Type", contentType)
                .header("X-Twilio-Signature", signature)
                .header("I-Twilio-Idempotency-Token", Shelf.newSid(""))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            int status =
                    HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != 204) {
                say(request.uri().getPath() + " answered " + status + " to a callback");
            }
        } catch (IOException e) {
            say(request.uri().getPath() + " did not answer a callback: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String base(URI url) {
        return url.toString().replaceFirst("/$", "");
    }

    private static void say(String what) {
        System.out.println("Stand-in for Twilio: " + what + ".");
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

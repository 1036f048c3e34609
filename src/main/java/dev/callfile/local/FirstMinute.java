package dev.callfile.local;

import dev.callfile.twilio.callback.TwilioSignature;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.vertx.http.HttpServerStart;
import io.smallrye.jwt.build.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Gives who starts dev mode something to look at: a case with calls, sent as Twilio sends them, and how to read it. */
@ApplicationScoped
@IfBuildProfile("dev")
class FirstMinute {

    private static final String CASE = "01K8PC05EJ4T11HRYE78AN7EEE";
    /** Whether the tokens that the service takes are ours to make. */
    static final String SIGNS = "callfile-local.signs";

    private static final String PLACE = """

            Place a call, which a stand-in for Twilio plays (+15005550007 is busy, 8 does not answer, 9 cannot be reached):

            . .callfile/dev.env
            curl -H "Authorization: Bearer $CALLFILE_TOKEN" -H "Idempotency-Key: $RANDOM" -H 'Content-Type: application/json' \\
              -d '{"to_number": "+15005550006"}' "$CALLFILE_URL/v1/cases/%s/phone-calls"
            """.formatted(CASE);

    private static final String SAID = "callfile-local.first-minute";

    private final URI publicUrl;
    private final List<String> authTokens;
    private final String accountSid;
    private final boolean signs;
    private final String issuer;
    private final String audience;
    private final int port;
    private final DevTwilio twilio;

    FirstMinute(
            @ConfigProperty(name = "callfile.public-url") URI publicUrl,
            @ConfigProperty(name = "callfile.twilio.auth-tokens") List<String> authTokens,
            @ConfigProperty(name = "callfile.twilio.account-sid") String accountSid,
            @ConfigProperty(name = SIGNS, defaultValue = "true") boolean signs,
            @ConfigProperty(name = "mp.jwt.verify.issuer") String issuer,
            @ConfigProperty(name = "mp.jwt.verify.audiences") String audience,
            @ConfigProperty(name = "quarkus.http.port") int port,
            DevTwilio twilio) {
        this.publicUrl = publicUrl;
        this.authTokens = authTokens;
        this.accountSid = accountSid;
        this.signs = signs;
        this.issuer = issuer;
        this.audience = audience;
        this.port = port;
        this.twilio = twilio;
    }

    /** Once in a JVM, however often dev mode reloads; the sample callbacks are the same each time and change nothing. */
    void greet(@ObservesAsync HttpServerStart started) throws IOException, InterruptedException {
        if (System.getProperty(SAID) != null) {
            return;
        }
        System.setProperty(SAID, "true");
        for (SampleCall call : SampleCall.ALL) {
            for (Map<String, String> fields : call.callbacks(accountSid)) {
                send(call, fields);
            }
        }
        String token = signs ? token() : "<a token of " + issuer + ">";
        keep(token);
        System.out.printf("""

                Callfile is ready. Read the calls of a case:

                curl -H 'Authorization: Bearer %s' http://localhost:%d/v1/cases/%s/phone-calls

                Play a call into it, with really signed callbacks: scripts/simulate-call --outcome busy
                %s
                """, token, port, CASE, twilio.standIn().isPresent() ? PLACE : "");
    }

    private String token() {
        return Jwt.issuer(issuer)
                .audience(audience)
                .subject("developer")
                .claim("scope", "phone-calls:read phone-calls:write recordings:read phone-calls:admin")
                .claim("cases", List.of("*"))
                .expiresIn(Duration.ofDays(30))
                .sign();
    }

    private void send(SampleCall call, Map<String, String> fields) throws IOException, InterruptedException {
        String kind = fields.containsKey("RecordingSid") ? "recording" : "status";
        String target = "/webhooks/twilio/voice/" + kind + "?case_id=" + CASE + "&institution_contact_id="
                + call.institutionContactId() + "&called_by=dana";
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .reduce((a, b) -> a + "&" + b)
                .orElseThrow();
        String signature = new TwilioSignature(publicUrl)
                .signForm(target, form.getBytes(StandardCharsets.US_ASCII), authTokens.get(0));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + target))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Twilio-Signature", signature)
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 204) {
            throw new IOException("A sample callback was answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    /** For scripts/simulate-call, and for whoever wants the token again. */
    private void keep(String token) throws IOException {
        Path file = LocalServices.folder().resolve("dev.env");
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                CALLFILE_URL=http://localhost:%d
                CALLFILE_PUBLIC_URL=%s
                CALLFILE_TWILIO_ACCOUNT_SID=%s
                CALLFILE_TWILIO_AUTH_TOKENS=%s
                CALLFILE_TOKEN=%s
                TWILIO_STAND_IN_URL=%s
                """.formatted(
                        port,
                        publicUrl,
                        accountSid,
                        String.join(",", authTokens),
                        token,
                        twilio.standIn().map(URI::toString).orElse("")));
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }
}

package dev.callfile.local;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tells dev mode's stand-in for Twilio where the service is, so that the calls placed there play. */
@ApplicationScoped
@IfBuildProfile("dev")
class DevTwilio {

    private final Optional<URI> apiUrl;
    private final Map<String, String> service;

    DevTwilio(
            @ConfigProperty(name = "callfile.twilio.api-url") Optional<URI> apiUrl,
            @ConfigProperty(name = "callfile.public-url") String publicUrl,
            @ConfigProperty(name = "callfile.twilio.auth-tokens") List<String> authTokens,
            @ConfigProperty(name = "callfile.twilio.account-sid") String accountSid,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        this.apiUrl = apiUrl;
        service = Map.of(
                "public_url",
                publicUrl,
                "service_url",
                "http://localhost:" + port,
                "account_sid",
                accountSid,
                "auth_token",
                authTokens.get(0));
    }

    /** Where our stand-in is; empty where Twilio is itself, or somebody else's stand-in. */
    Optional<URI> standIn() {
        return apiUrl.filter(url -> url.toString().equals(LocalServices.twilioUrl()));
    }

    /** At each reload: what it is told may have changed. */
    void introduce(@ObservesAsync HttpServerStart started) throws IOException, InterruptedException {
        if (standIn().isPresent()) {
            HttpRequest request = HttpRequest.newBuilder(standIn().orElseThrow().resolve("/stand-in/service"))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(service)))
                    .build();
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
        }
    }
}

package dev.callfile.faults;

import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Asks a replica as Twilio does, or as a reader does, and never twice of its own accord. */
final class Client {

    /** Longer than anybody waits, so that a hang is seen as one. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    static final String ALL = "per_page=100";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    Answer send(Sent callback, URI replica) {
        HttpRequest request = HttpRequest.newBuilder(replica.resolve(callback.target()))
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                .header("X-Twilio-Signature", callback.signature())
                .POST(HttpRequest.BodyPublishers.ofString(callback.body()))
                .build();
        return ask(request, callback.number());
    }

    Answer list(String caseId, URI replica, String token) {
        return list(caseId, ALL, replica, token);
    }

    Answer list(String caseId, String query, URI replica, String token) {
        return ask(listing(caseId, query, replica, token), -1);
    }

    /** A case's calls as its readers see them. */
    String read(String caseId, URI replica, String token) {
        try {
            HttpResponse<String> answer =
                    http.send(listing(caseId, ALL, replica, token), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Status of an address that needs no token; {@link Answer#NONE} where nobody answers. */
    int get(URI address) {
        return ask(HttpRequest.newBuilder(address).timeout(PATIENCE).build(), -1)
                .status();
    }

    /** A token for every case. */
    static String token() {
        return Jwt.issuer(Keys.ISSUER)
                .audience("callfile")
                .subject("case-worker")
                .claim("scope", "phone-calls:read")
                .claim("cases", List.of("*"))
                .expiresIn(Duration.ofHours(6))
                .sign(Keys.PAIR.getPrivate());
    }

    private static HttpRequest listing(String caseId, String query, URI replica, String token) {
        return HttpRequest.newBuilder(replica.resolve("/v1/cases/" + caseId + "/phone-calls?" + query))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .build();
    }

    private Answer ask(HttpRequest request, int number) {
        long begin = System.nanoTime();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    number,
                    answer.statusCode(),
                    answer.headers().firstValue("Retry-After").isPresent(),
                    begin,
                    Duration.ofNanos(System.nanoTime() - begin),
                    answer.body());
        } catch (IOException e) {
            return new Answer(
                    number, Answer.NONE, false, begin, Duration.ofNanos(System.nanoTime() - begin), e.toString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

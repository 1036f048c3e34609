package dev.callfile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** Tells the stand-in for Twilio's REST API what there is and what goes wrong, and sees what it was asked. */
public final class StandIn {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final Duration BEAT = Duration.ofMillis(50);

    private final URI url;

    public StandIn(URI url) {
        this.url = url;
    }

    /** The one that the service under test speaks to. */
    public static StandIn ofTheService() {
        return new StandIn(URI.create(ConfigProvider.getConfig().getValue("callfile.twilio.api-url", String.class)));
    }

    public URI url() {
        return url;
    }

    /**
     * A request that Twilio received.
     *
     * @param parameters of query and form, decoded, repeated ones included
     * @param headers names in lower case
     */
    public record Received(
            String method,
            String path,
            String query,
            Map<String, List<String>> parameters,
            Map<String, String> headers,
            String body) {

        /** The first value of a parameter. */
        public String parameter(String name) {
            return parameters.getOrDefault(name, List.of("")).get(0);
        }
    }

    /**
     * Every request so far, in order, also those that were failed on purpose.
     *
     * @param path beginning of their path
     * @param where names and values of parameters that they have
     */
    public List<Received> requests(String method, String path, String... where) {
        return JSON.convertValue(call("GET", "/stand-in/requests", null).get("requests"), RECEIVED).stream()
                .filter(request ->
                        request.method().equals(method) && request.path().startsWith(path))
                .filter(request -> pairs(where).entrySet().stream()
                        .allMatch(pair -> request.parameters()
                                .getOrDefault(pair.getKey(), List.of())
                                .contains(pair.getValue())))
                .toList();
    }

    /** The requests that would each have placed a call to a number. */
    public List<Received> placements(String to) {
        return requests("POST", "/2010-04-01/Accounts/", "To", to);
    }

    /** Another account with its Auth Token, such as a subaccount. */
    public void addAccount(String accountSid, String authToken) {
        call("POST", "/stand-in/accounts", Map.of("account_sid", accountSid, "auth_token", authToken));
    }

    /**
     * Makes a call, as if it had been placed.
     *
     * @param fields of Twilio's Call resource that are to be otherwise; {@code sid} among them if you wish
     * @return its sid
     */
    public String addCall(Map<String, ?> fields) {
        return (String) call("POST", "/stand-in/calls", fields).get("sid");
    }

    /** Makes a completed recording of a minute, with fields otherwise if given. */
    public String addRecording(String callSid, Map<String, ?> fields) {
        return (String) call("POST", "/stand-in/recordings", with(fields, "call_sid", callSid))
                .get("sid");
    }

    /** Makes a recording whose audio has this size. */
    public String addRecordingOfSize(String callSid, long bytes) {
        return addRecording(callSid, Map.of("stand_in", Map.of("bytes", bytes)));
    }

    /** Makes a recording for whose audio Twilio redirects to another host. */
    public String addRecordingElsewhere(String callSid) {
        return addRecording(callSid, Map.of("stand_in", Map.of("redirect", true)));
    }

    /** Where a recording's audio is on a host that is not Twilio's, and open to everybody. */
    public URI elsewhere(String recordingSid) {
        return URI.create("http://localhost:" + url.getPort() + "/elsewhere/" + recordingSid);
    }

    /**
     * Makes a completed transcript of a recording.
     *
     * @param sentences fields that are to be otherwise in each
     * @param operatorResults likewise
     * @param fields of the transcript that are to be otherwise
     * @return its sid
     */
    public String addTranscript(
            String recordingSid,
            List<? extends Map<String, ?>> sentences,
            List<? extends Map<String, ?>> operatorResults,
            Map<String, ?> fields) {
        Map<String, Object> transcript = new LinkedHashMap<>();
        transcript.put(
                "channel",
                Map.of(
                        "type",
                        "voice",
                        "media_properties",
                        Map.of("source_sid", recordingSid),
                        "participants",
                        List.of()));
        transcript.putAll(fields);
        transcript.put("stand_in", Map.of("sentences", sentences, "operator_results", operatorResults));
        return (String) call("POST", "/stand-in/transcripts", transcript).get("sid");
    }

    /** A sentence of a transcript. */
    public static Map<String, Object> sentence(int channel, String text) {
        return Map.of("media_channel", channel, "transcript", text);
    }

    /** What an operator that writes text made of a transcript. */
    public static Map<String, Object> textResult(String operator, Object text) {
        return Map.of("name", operator, "operator_type", "text-generation", "text_generation_results", text);
    }

    /** What an operator that writes JSON made of a transcript. */
    public static Map<String, Object> jsonResult(String operator, Object json) {
        return Map.of("name", operator, "operator_type", "json", "json_results", json);
    }

    /** Sets fields of a resource, by its sid. */
    public void change(String sid, Map<String, ?> fields) {
        call("POST", "/stand-in/" + kind(sid) + "/" + sid, fields);
    }

    /** A call as Twilio has it, and how it was asked for under {@code stand_in}. */
    public Map<String, Object> call(String sid) {
        return call("GET", "/stand-in/calls/" + sid, null);
    }

    /** The calls to a number that Twilio has, as its REST API lists them. */
    @SuppressWarnings("unchecked")
    public List<Map<String, Object>> calls(String to) {
        String account = ConfigProvider.getConfig().getValue("callfile.twilio.account-sid", String.class);
        return (List<Map<String, Object>>) call(
                        "GET",
                        "/2010-04-01/Accounts/" + account + "/Calls.json?To="
                                + URLEncoder.encode(to, StandardCharsets.UTF_8),
                        null,
                        Base64.getEncoder()
                                .encodeToString(
                                        (account + ":" + TwilioStandIn.token()).getBytes(StandardCharsets.UTF_8)))
                .get("calls");
    }

    /** The sids of the recordings that Twilio has, of its newest page. */
    @SuppressWarnings("unchecked")
    public List<String> recordings() {
        String account = ConfigProvider.getConfig().getValue("callfile.twilio.account-sid", String.class);
        List<Map<String, Object>> recordings = (List<Map<String, Object>>) call(
                        "GET",
                        "/2010-04-01/Accounts/" + account + "/Recordings.json?PageSize=1000",
                        null,
                        Base64.getEncoder()
                                .encodeToString(
                                        (account + ":" + TwilioStandIn.token()).getBytes(StandardCharsets.UTF_8)))
                .get("recordings");
        return recordings.stream()
                .map(recording -> (String) recording.get("sid"))
                .toList();
    }

    /** Has a placed call go its way, with the callbacks that were subscribed sent to the service under test; returns at once. */
    public void play(String callSid) {
        play(
                callSid,
                ConfigProvider.getConfig().getValue("callfile.public-url", String.class),
                RestAssured.baseURI + ":" + RestAssured.port,
                TwilioStandIn.token());
    }

    /** Has a placed call go its way, with its callbacks signed for one address and sent to another; returns at once. */
    public void play(String callSid, String publicUrl, String serviceUrl, String authToken) {
        call(
                "POST",
                "/stand-in/calls/" + callSid + "/play",
                Map.of(
                        "public_url", publicUrl,
                        "service_url", serviceUrl,
                        "auth_token", authToken,
                        "beat_ms", BEAT.toMillis()));
    }

    private static String kind(String sid) {
        return switch (sid.substring(0, 2)) {
            case "CA" -> "calls";
            case "RE" -> "recordings";
            default -> "transcripts";
        };
    }

    /**
     * Something that goes wrong once with the next request that fits; say what.
     *
     * @param path beginning of its path
     * @param where names and values of parameters that it has
     */
    public Fault fault(String method, String path, String... where) {
        Map<String, Object> told = new HashMap<>();
        told.put("method", method);
        told.put("path", path);
        told.put("where", pairs(where));
        return new Fault(told);
    }

    /** Something that goes wrong once with the next request to call a number; say what. */
    public Fault faultWhenCalling(String to) {
        return fault("POST", "/2010-04-01/Accounts/", "To", to);
    }

    /** Whatever was told to go wrong goes right again. */
    public void mend() {
        call("DELETE", "/stand-in/faults", null);
    }

    /** A fault in the making; it counts from one of the last four on. */
    public final class Fault {

        private final Map<String, Object> told;

        private Fault(Map<String, Object> told) {
            this.told = told;
        }

        public Fault times(int times) {
            told.put("times", times);
            return this;
        }

        /** The work is done first, and its answer is lost or late. */
        public Fault afterWork() {
            told.put("after_work", true);
            return this;
        }

        /** Before whatever is answered. */
        public Fault delayed(Duration delay) {
            told.put("delay_ms", delay.toMillis());
            return this;
        }

        public void busy(int retryAfterSeconds) {
            told.put("headers", Map.of("Retry-After", Integer.toString(retryAfterSeconds)));
            status(429);
        }

        public void status(int status) {
            told.put("status", status);
            tell();
        }

        /** A refusal as Twilio words it. */
        public void refused(int status, int code, String message) {
            told.put("code", code);
            told.put("message", message);
            status(status);
        }

        public void hangUp() {
            told.put("hang_up", true);
            tell();
        }

        /** The true answer, late. */
        public void slow(Duration delay) {
            delayed(delay).tell();
        }

        private void tell() {
            call("POST", "/stand-in/faults", told);
        }
    }

    private static final TypeReference<List<Received>> RECEIVED = new TypeReference<>() {};

    private static Map<String, Object> with(Map<String, ?> fields, String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return more;
    }

    private static Map<String, String> pairs(String... namesAndValues) {
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            pairs.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return pairs;
    }

    private Map<String, Object> call(String method, String path, Map<String, ?> body) {
        return call(method, path, body, "none");
    }

    private Map<String, Object> call(String method, String path, Map<String, ?> body, String credentials) {
        try {
            HttpRequest request = HttpRequest.newBuilder(url.resolve(path))
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Basic " + credentials)
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build();
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new AssertionError(path + " was answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body().isEmpty() ? Map.of() : JSON.readValue(answer.body(), new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

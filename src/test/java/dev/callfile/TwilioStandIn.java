package dev.callfile;

import static io.restassured.RestAssured.given;

import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.ConfigProvider;

/** Sends callbacks as Twilio does, signed by an implementation that shares nothing with the service's. */
public final class TwilioStandIn {

    public static final String STATUS = "/webhooks/twilio/voice/status";
    public static final String RECORDING = "/webhooks/twilio/voice/recording";
    public static final String TRANSCRIPTION = "/webhooks/twilio/voice/transcription";
    public static final String INTELLIGENCE = "/webhooks/twilio/intelligence";

    private static final RestAssuredConfig AS_GIVEN = RestAssured.config()
            .encoderConfig(EncoderConfig.encoderConfig()
                    .encodeContentTypeAs("application/x-www-form-urlencoded", ContentType.TEXT));

    private TwilioStandIn() {}

    /** The order of code points, which is that of their UTF-8 bytes. */
    private static final Comparator<String> BY_CODE_POINT =
            (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

    /** A callback in the making. */
    public static final class Form {
        private final Map<String, List<String>> fields = new LinkedHashMap<>();

        public Form and(String name, String... values) {
            fields.computeIfAbsent(name, n -> new ArrayList<>()).addAll(List.of(values));
            return this;
        }

        public Form without(String name) {
            fields.remove(name);
            return this;
        }

        public String encoded() {
            return fields.entrySet().stream()
                    .flatMap(field ->
                            field.getValue().stream().map(value -> encode(field.getKey()) + "=" + encode(value)))
                    .collect(Collectors.joining("&"));
        }

        public String signedPart() {
            StringBuilder text = new StringBuilder();
            fields.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey(BY_CODE_POINT))
                    .forEach(field -> field.getValue().stream()
                            .distinct()
                            .sorted(BY_CODE_POINT)
                            .forEach(value -> text.append(field.getKey()).append(value)));
            return text.toString();
        }
    }

    public static Form form(Map<String, String> fields) {
        Form form = new Form();
        fields.forEach(form::and);
        return form;
    }

    public static Form form(String... namesAndValues) {
        Form form = new Form();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.and(namesAndValues[i], namesAndValues[i + 1]);
        }
        return form;
    }

    /** Posts a form, signed with the main account's token. */
    public static Response post(String target, Form form) {
        return post(target, form, token());
    }

    public static Response post(String target, Form form, String token) {
        return post(target, form.encoded(), sign(target, form, token));
    }

    public static Response post(String target, String body, String signature) {
        return given().config(AS_GIVEN)
                .urlEncodingEnabled(false)
                .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                .header("X-Twilio-Signature", signature)
                .body(body)
                .post(RestAssured.baseURI + ":" + RestAssured.port + target);
    }

    /** Posts JSON as Twilio does: a hash of the body in the query, and a signature over the URL alone. */
    public static Response postJson(String target, String json) {
        return postJson(target, json, token());
    }

    public static Response postJson(String target, String json, String token) {
        String hashed = hashed(target, json);
        return postJson(hashed, json, "application/json", sign(hashed, new Form(), token));
    }

    public static Response postJson(String target, String json, String contentType, String signature) {
        return given().config(AS_GIVEN)
                .urlEncodingEnabled(false)
                .header("Content-Type", contentType)
                .header("X-Twilio-Signature", signature)
                .body(json.getBytes(StandardCharsets.UTF_8))
                .post(RestAssured.baseURI + ":" + RestAssured.port + target);
    }

    /** The target with the hash of a body. */
    public static String hashed(String target, String body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
            return target + (target.contains("?") ? "&" : "?") + "bodySHA256="
                    + HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String sign(String target, Form form, String token) {
        return hmac(
                token,
                ConfigProvider.getConfig().getValue("callfile.public-url", String.class) + target + form.signedPart());
    }

    public static String hmac(String token, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String token() {
        return ConfigProvider.getConfig()
                .getValues("callfile.twilio.auth-tokens", String.class)
                .get(0);
    }

    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

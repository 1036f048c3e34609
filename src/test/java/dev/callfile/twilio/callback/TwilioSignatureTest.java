package dev.callfile.twilio.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twilio.security.RequestValidator;
import dev.callfile.Fixture;
import dev.callfile.TwilioStandIn;
import dev.callfile.TwilioStandIn.Form;
import dev.callfile.http.UrlEncoded;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TwilioSignatureTest {

    private static final String TOKEN = "12345";

    static Stream<Fixture> vectors() {
        return Stream.of(
                        "sig_01_form_basic",
                        "sig_02_form_wrong_signature",
                        "sig_03_docs_worked_example",
                        "sig_04_json_body_with_query",
                        "sig_06_json_body_empty_object",
                        "sig_07_json_body_no_hash_param",
                        "sig_08_https_port_1234_signed_without_port",
                        "sig_10_http_port_1234_signed_with_port",
                        "sig_13_url_userinfo",
                        "sig_18_array_param_two_values",
                        "sig_20_duplicate_values_sorted_unique",
                        "sig_22_no_query",
                        "sig_24_percent_encoded_query",
                        "sig_25_special_and_unicode_params",
                        "sig_26_empty_param_values",
                        "sig_30_case_sensitive_keys",
                        "sig_33_go_prefix_key_order_wrong")
                .map(Fixture::named);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void publishedVector(Fixture vector) {
        String url = vector.text("url");
        int path = url.indexOf('/', "https://".length());
        TwilioSignature signature = new TwilioSignature(URI.create(url.substring(0, path)));
        String target = url.substring(path);
        List<String> tokens = List.of(vector.text("auth_token"));

        boolean signed = vector.json().has("body")
                ? signature.signsBody(target, bytes(vector.text("body")), vector.text("signature"), tokens)
                : signature.signsForm(target, parse(vector.form().encoded()), vector.text("signature"), tokens);

        assertEquals(vector.text("expect").equals("valid"), signed);
    }

    @RepeatedTest(200)
    void form_random_isTakenAsSigned(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Form form = randomForm(random);
        String target =
                "/webhooks/twilio/voice/status?case_id=" + TwilioStandIn.encode(randomText(random)) + "&x=%2B%zz";
        String base = "https://calls.example.com" + (random.nextBoolean() ? "" : ":443");
        String given = TwilioStandIn.hmac(TOKEN, base + target + form.signedPart());
        TwilioSignature signature = new TwilioSignature(URI.create("https://calls.example.com"));

        assertTrue(signature.signsForm(target, parse(form.encoded()), given, List.of("other", TOKEN)));
        assertFalse(signature.signsForm(target, parse(form.encoded()), given, List.of("other")));
        assertFalse(signature.signsForm(target + "&", parse(form.encoded()), given, List.of(TOKEN)));
        assertFalse(signature.signsForm(target, parse(form.and("One", "more").encoded()), given, List.of(TOKEN)));
    }

    @Test
    void form_withoutRepeatedNames_isSignedAsTheSdkChecksIt() {
        Map<String, String> fields = Map.of("CallSid", "CA1", "From", "+1 (415) 867-5309", "To", "", "ñ", "& =%+");
        String target = "/status?case_id=01K8PC05EJ4T11HRYE78AN7EEE";

        String signed = new TwilioSignature(URI.create("https://calls.example.com"))
                .signForm(target, bytes(TwilioStandIn.form(fields).encoded()), TOKEN);

        assertTrue(new RequestValidator(TOKEN)
                .validate("https://calls.example.com" + target, new HashMap<>(fields), signed));
    }

    @ParameterizedTest
    @CsvSource({
        "https://calls.example.com/, https://calls.example.com",
        "https://calls.example.com/twilio/, https://calls.example.com/twilio",
        "https://calls.example.com:8443, https://calls.example.com",
        "https://user:pass@calls.example.com, https://calls.example.com",
        "https://calls.example.com, https://calls.example.com:443",
        "http://calls.example.com, http://calls.example.com:80",
        "http://calls.example.com:8080/p, http://calls.example.com:8080/p"
    })
    void publicUrl_isTakenAsTwilioWritesIt(URI configured, String signedFor) {
        Form form = TwilioStandIn.form("CallSid", "CA1");
        String given = TwilioStandIn.hmac(TOKEN, signedFor + "/status?a=b" + form.signedPart());

        assertTrue(
                new TwilioSignature(configured).signsForm("/status?a=b", parse(form.encoded()), given, List.of(TOKEN)));
    }

    @Test
    void publicUrl_ofAnotherHostSchemeOrPath_isNot() {
        Form form = TwilioStandIn.form("CallSid", "CA1");
        TwilioSignature signature = new TwilioSignature(URI.create("https://calls.example.com"));

        for (String other : List.of("http://calls.example.com", "https://example.com", "https://calls.example.com/p")) {
            String given = TwilioStandIn.hmac(TOKEN, other + "/status" + form.signedPart());
            assertFalse(signature.signsForm("/status", parse(form.encoded()), given, List.of(TOKEN)));
        }
    }

    private static Form randomForm(Random random) {
        Form form = new Form();
        for (int i = random.nextInt(12); i >= 0; i--) {
            String name = random.nextInt(3) == 0 ? "Digits" : randomText(random);
            form.and(name, randomText(random));
        }
        return form;
    }

    private static String randomText(Random random) {
        String alphabet = "aZ0 +&=%~*'\"<>/?#\n\u00f1\u20ac\uffe6\ud83d\ude00";
        int[] characters = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.appendCodePoint(characters[random.nextInt(characters.length)]);
        }
        return text.toString();
    }

    private static UrlEncoded parse(String body) {
        return UrlEncoded.parse(bytes(body));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

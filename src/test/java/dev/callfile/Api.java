package dev.callfile;

import static io.restassured.RestAssured.given;

import com.github.f4b6a3.ulid.UlidCreator;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads phone calls as a client does. */
public final class Api {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final AtomicInteger NEXT_NUMBER = new AtomicInteger(2_000_000 + RANDOM.nextInt(7_000_000));

    private Api() {}

    public static String newCase() {
        return UlidCreator.getUlid().toString();
    }

    /** {@code CA} and 32 hexadecimal digits, or another prefix. */
    public static String newSid(String prefix) {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return prefix + HexFormat.of().formatHex(bytes);
    }

    /** A number that nobody else calls: a lost call is looked for among all that were placed to its number. */
    public static String newNumber() {
        return "+1212%07d".formatted(NEXT_NUMBER.getAndIncrement());
    }

    public static String calls(String caseId) {
        return "/v1/cases/" + caseId + "/phone-calls";
    }

    /**
     * A page of a case's calls.
     *
     * @param query with its question mark, encoded; or empty
     */
    public static Response get(String caseId, String query) {
        return as(Tokens.reader(caseId)).get(calls(caseId) + query);
    }

    public static RequestSpecification as(String token) {
        return given().urlEncodingEnabled(false).auth().oauth2(token);
    }

    /** All calls of a small case. */
    public static List<Map<String, Object>> list(String caseId) {
        return get(caseId, "?per_page=100")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("data");
    }

    /** The only call of a case. */
    public static Map<String, Object> only(String caseId) {
        List<Map<String, Object>> calls = list(caseId);
        if (calls.size() != 1) {
            throw new AssertionError("expected one call, found " + calls);
        }
        return calls.get(0);
    }
}

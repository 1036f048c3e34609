package dev.callfile;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The description says what the service does: it is served, kept under docs/, and names every address there is. */
@QuarkusTest
class OpenApiTest {

    private static final java.nio.file.Path COPY = java.nio.file.Path.of("docs", "openapi.yaml");

    @Test
    void copyInDocs_isWhatIsServed() throws IOException {
        String served = given().get("/q/openapi?format=yaml")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertEquals(
                Files.readString(COPY),
                served,
                "Bring the copy up to date: cp src/main/resources/META-INF/openapi.yaml docs/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                | */*                                      | application/yaml",
                "                | application/json                         | application/json",
                "                | application/yaml;q=0.1, application/json | application/json",
                "                | text/html, */*;q=0.8                     | application/yaml",
                "?format=json    | application/yaml                         | application/json",
                "?format=YAML    | application/json                         | application/yaml",
            })
    void description_comesAsItIsAskedFor(@Nullable String query, String accept, String type) {
        Response answer = given().header("Accept", accept).get("/q/openapi" + (query == null ? "" : query));

        assertEquals(200, answer.statusCode());
        assertEquals(type + ";charset=UTF-8", answer.contentType());
        assertTrue(answer.asString().startsWith(type.endsWith("json") ? "{\"openapi\":\"3.1" : "openapi: 3.1"));
    }

    @Test
    void description_inNoOtherFormat() {
        given().get("/q/openapi?format=xml")
                .then()
                .statusCode(400)
                .body("code", equalTo("bad_request"))
                .body("errors[0].field", equalTo("format"));
        given().header("Accept", "text/html").get("/q/openapi").then().statusCode(406);
        given().post("/q/openapi").then().statusCode(405).header("Allow", "GET, HEAD");
    }

    @Test
    void version_is31() {
        assertTrue(description().getString("openapi").startsWith("3.1"));
    }

    @Test
    void everyAddress_isDescribed_andEveryDescribedAddressIsThere() {
        Set<String> described = new TreeSet<>();
        description()
                .<String, Map<String, Object>>getMap("paths")
                .forEach((path, methods) -> methods.keySet().stream()
                        .filter(method ->
                                List.of("get", "post", "put", "patch", "delete").contains(method))
                        .forEach(method -> described.add(method + " " + path)));

        Set<String> there = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.callfile")) {
            // The description says nothing of itself.
            if (type.isAnnotatedWith(Path.class)
                    && !type.getAnnotationOfType(Path.class).value().startsWith("/q/")) {
                type.getMethods().forEach(method -> add(type, method, there));
            }
        }
        assertEquals(there, described);
    }

    @Test
    void listExample_isTheRecordThatAListHas() {
        String caseId = Api.newCase();
        TwilioStandIn.post(
                        TwilioStandIn.STATUS + "?case_id=" + caseId,
                        TwilioStandIn.form("CallSid", Api.newSid("CA"), "CallStatus", "ringing"))
                .then()
                .statusCode(204);
        JsonPath answer = Api.get(caseId, "").jsonPath();

        Map<String, Object> record = description().getMap("components.schemas.PhoneCall.properties");
        assertEquals(Set.copyOf(record.keySet()), answer.getMap("data[0]").keySet());
        assertEquals(
                Set.copyOf(record.keySet()),
                Set.copyOf(description().getList("components.schemas.PhoneCall.required")));
        assertEquals(
                answer.getMap("meta").keySet(),
                description().getMap("components.schemas.ListMeta.properties").keySet());
    }

    private static void add(JavaClass type, JavaMethod method, Set<String> there) {
        method.getAnnotations().stream()
                .filter(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class))
                .forEach(annotation -> there.add((annotation.getRawType().isEquivalentTo(GET.class)
                                ? "get "
                                : annotation.getRawType().isEquivalentTo(POST.class)
                                        ? "post "
                                        : annotation
                                                        .getRawType()
                                                        .getSimpleName()
                                                        .toLowerCase(Locale.ROOT) + " ")
                        + type.getAnnotationOfType(Path.class).value()
                        + method.tryGetAnnotationOfType(Path.class)
                                .map(Path::value)
                                .orElse("")));
    }

    private static JsonPath description() {
        return given().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}

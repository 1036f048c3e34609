package dev.callfile;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
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
import org.junit.jupiter.api.Test;

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
                "Bring the copy up to date: ./mvnw quarkus:dev, then curl localhost:8080/q/openapi > docs/openapi.yaml");
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
            if (type.isAnnotatedWith(Path.class)) {
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

package dev.callfile.api;

import static dev.callfile.Api.as;
import static dev.callfile.Api.newCase;
import static dev.callfile.Person.hold;
import static dev.callfile.Person.lift;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.callfile.Database;
import dev.callfile.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class LegalHoldTest {

    private final String caseId = newCase();
    private final String address = "/v1/cases/" + caseId + "/legal-hold";

    @Test
    void hold_isSet_andTold_andLifted() {
        as(Tokens.admin()).get(address).then().statusCode(404);

        Response set = hold(caseId.toLowerCase(Locale.ROOT), "Doe v. Chase");

        set.then()
                .statusCode(200)
                .body("data.case_id", equalTo(caseId))
                .body("data.reason", equalTo("Doe v. Chase"))
                .body("data.set_by", equalTo("administrator"))
                .body("data.set_at", notNullValue());
        assertEquals(set.asString(), as(Tokens.admin()).get(address).asString());
        lift(caseId);
        as(Tokens.admin()).get(address).then().statusCode(404);
        lift(caseId);
    }

    @Test
    void hold_setAgain_staysWhatItWas() {
        Response first = hold(caseId, "Doe v. Chase");
        Response second = hold(caseId, "Doe v. Chase");

        assertEquals(first.asString(), second.asString());
        assertEquals(1, Database.count("select count(*) from legal_hold where case_id = ?", caseId));
    }

    @Test
    void everyReason_isKept_withWhoSetAndLiftedIt() {
        hold(caseId, "One");
        hold(caseId, "Two").then().statusCode(200).body("data.reason", equalTo("Two"));
        lift(caseId);

        assertEquals(
                List.of("One administrator administrator", "Two administrator administrator"),
                Database.strings(
                        "select concat_ws(' ', reason, set_by, lifted_by) from legal_hold where case_id = ? order by id",
                        caseId));
        assertEquals(
                0, Database.count("select count(*) from legal_hold where case_id = ? and lifted_at is null", caseId));
    }

    @ParameterizedTest
    @CsvSource({
        "{}, 422, reason",
        "'{\"reason\": null}', 422, reason",
        "'{\"reason\": \" \"}', 422, reason",
        "'{\"reason\": 1}', 422, reason",
        "'{\"reason\": \"x\", \"until\": 1}', 422, until"
    })
    void hold_withAWrongBody_isRefused(String body, int status, String field) {
        as(Tokens.admin())
                .contentType("application/json")
                .body(body)
                .put(address)
                .then()
                .statusCode(status)
                .body("errors[0].field", equalTo(field));
    }

    @Test
    void case_thatIsNoUlid_isRefused() {
        hold("x", "One").then().statusCode(400).body("errors[0].field", equalTo("case_id"));
    }

    @Test
    void hold_needsAnAdministratorOfTheCase() {
        String ofThisCase = Tokens.claims("phone-calls:admin", caseId).sign();
        String ofAnother = Tokens.claims("phone-calls:admin", newCase()).sign();
        for (String token : List.of(Tokens.writer(caseId), ofAnother)) {
            as(token).get(address).then().statusCode(403);
            as(token).delete(address).then().statusCode(403);
            as(token)
                    .contentType("application/json")
                    .body(Map.of("reason", "One"))
                    .put(address)
                    .then()
                    .statusCode(403);
        }
        as(ofThisCase)
                .contentType("application/json")
                .body(Map.of("reason", "One"))
                .put(address)
                .then()
                .statusCode(200);
        as("x").get(address).then().statusCode(401);
    }
}

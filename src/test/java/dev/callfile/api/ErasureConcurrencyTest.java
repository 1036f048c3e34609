package dev.callfile.api;

import static dev.callfile.Api.as;
import static dev.callfile.Api.list;
import static dev.callfile.Person.erase;
import static dev.callfile.Person.hold;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.Database;
import dev.callfile.Person;
import dev.callfile.Person.Sent;
import dev.callfile.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** An erasure and callbacks, readers and writers at once: nothing of what was erased is left, and nothing comes back. */
@QuarkusTest
class ErasureConcurrencyTest {

    private static final int THREADS = 16;

    @RepeatedTest(15)
    void callbacksThatRaceWithAnErasure_leaveNothing(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        Person person = new Person();
        List<Sent> first = new ArrayList<>(person.callbacks());
        Collections.shuffle(first.subList(2, first.size()), random);
        first.subList(0, 2 + random.nextInt(first.size() - 2))
                .forEach(callback -> callback.send().then().statusCode(204));
        String id = person.id();
        List<Sent> callbacks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            callbacks.addAll(person.callbacks());
        }
        Collections.shuffle(callbacks, random);
        int erased = random.nextInt(callbacks.size());

        ExecutorService everybody = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Response>> sent = new ArrayList<>();
            for (int i = 0; i < callbacks.size(); i++) {
                Sent callback = callbacks.get(i);
                sent.add(everybody.submit(callback::send));
                if (i == erased) {
                    sent.add(everybody.submit(() -> erase(Map.of("call_id", id))));
                }
                if (i % 8 == 0) {
                    everybody.submit(() -> write(person, id)).get();
                }
            }
            for (Future<Response> answer : sent) {
                int status = answer.get().statusCode();
                assertTrue(status == 204 || status == 200, "answered " + status);
            }
        } finally {
            everybody.shutdown();
        }
        for (String trace :
                List.of(person.number.substring(1), person.words, person.name, person.name.replace(' ', '+'))) {
            assertEquals(List.of(), Database.mentioning(trace), trace);
        }
        assertEquals(List.of("erased_call"), Database.mentioning(person.root));
        assertEquals(List.of("erased_call"), Database.mentioning(person.leg));
        assertEquals(List.of(), list(person.caseId));
    }

    private static Response write(Person person, String id) {
        return as(Tokens.writer(person.caseId))
                .contentType("application/json")
                .body(Map.of("notes", "Of " + person.name))
                .patch(dev.callfile.Api.calls(person.caseId) + "/" + id);
    }

    @RepeatedTest(10)
    void holdThatRacesWithAnErasure_winsOrComesTooLate(RepetitionInfo repetition) throws Exception {
        Person person = new Person().called();

        ExecutorService both = Executors.newFixedThreadPool(2);
        Response erased;
        long left;
        try {
            Future<Response> erasing = both.submit(() -> erase(Map.of("phone_number", person.number)));
            hold(person.caseId, "Doe v. Chase").then().statusCode(200);
            left = Database.count("select count(*) from phone_call where case_id = ?", person.caseId);
            erased = erasing.get();
        } finally {
            both.shutdown();
        }

        // What was there when the hold was answered is there for good.
        assertEquals(left, Database.count("select count(*) from phone_call where case_id = ?", person.caseId));
        assertEquals(left == 1 ? 409 : 200, erased.statusCode());
    }
}

package dev.callfile.twilio.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.callfile.call.ActionItem.Told;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToDoListTest {

    private static final List<Told> BANK_AND_WILL =
            List.of(new Told("Call the bank", false), new Told("Send the will", false));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "['Call the bank', 'Send the will']",
                "['1. Call the bank', '- [ ] Send the will', '', 'None']",
                "{'action_items': ['Call the bank', 'Send the will']}",
                "{'actionItems': [{'description': 'Call the bank'}, {'description': 'Send the will'}]}",
                "{'result': {'next_steps': [{'task': 'Call the bank'}, {'title': 'Send the will', 'owner': 'Dana'}]}}",
                "{'results': '[\\'Call the bank\\', \\'Send the will\\']'}",
                "{'result': '- Call the bank\\n- Send the will'}",
                "{'text': 'Action items:\\n\\n1. Call the bank\\n2) Send the will\\n'}",
                "{'text': '# To do\\r\\n* [x] Call the bank\\r\\n* [ ] Send the will'}",
                "'\\u2022 Call the bank\\nSend the will'",
                "'```json\\n[\\'Call the bank\\', {\\'action\\': \\'Send the will\\'}]\\n```'",
                "'{\\'tasks\\': [{\\'item\\': \\'Call the bank\\', \\'done\\': false}, {\\'text\\': \\'Send the will\\'}]}'",
                "{'participants': ['Dana'], 'tasks': ['Call the bank'], 'next_steps': ['Send the will']}",
                "{'title': 'To do', 'items': ['Call the bank', 'Send the will']}",
                "[{'title': 'Bank', 'items': ['Call the bank']}, {'name': 'Court', 'tasks': ['Send the will']}]",
                "{'response': {'list': [{'action_item': 'Call the bank'}, {'todo': 'Send the will'}]}}",
                "{'agent': ['Call the bank'], 'institution': ['Send the will']}"
            })
    void items_areFoundInAnyShape(String answer) {
        assertEquals(Optional.of(BANK_AND_WILL), ToDoList.of(Json.parse(json(answer))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{'action_items': []}",
                "{'result': 'None'}",
                "'No action items.'",
                "'There were no next steps identified.'",
                "{'text': '- n/a'}",
                "{'next_steps': 'nothing'}"
            })
    void items_none_isAnAnswer(String answer) {
        assertEquals(Optional.of(List.of()), ToDoList.of(Json.parse(json(answer))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null", "7", "''", "{'label': 'positive'}", "{'result': null}", "no JSON"})
    void items_notTold_areNoAnswer(String answer) {
        assertEquals(Optional.empty(), ToDoList.of(Json.parse(json(answer))));
    }

    @Test
    void items_ofOneObject_areOne() {
        assertEquals(
                Optional.of(List.of(new Told("Call the bank", true))),
                ToDoList.of(Json.parse(json("{'title': 'Call the bank', 'completed': true}"))));
        assertEquals(
                Optional.of(List.of(new Told("Call the bank", true))),
                ToDoList.of(Json.parse(json("{'tasks': [{'task': 'Call the bank', 'done': 'true'}]}"))));
    }

    @Test
    void items_areBounded() {
        String many = IntStream.range(0, 300).mapToObj(i -> "- task " + i).collect(Collectors.joining("\n"));
        String deep = "[".repeat(90) + "\"x\"" + "]".repeat(90);

        assertEquals(200, ToDoList.of(new TextNode(many)).orElseThrow().size());
        assertEquals(
                "x".repeat(1999),
                ToDoList.of(new TextNode("x".repeat(1999) + "\uD83D\uDE00"))
                        .orElseThrow()
                        .get(0)
                        .description());
        assertEquals(List.of(), ToDoList.of(Json.parse(deep)).orElseThrow());
    }

    private static String json(String text) {
        return text.replace('\'', '"').replace("\\\"", "\\\\\"").replace("\\\\\"", "\\\"");
    }
}

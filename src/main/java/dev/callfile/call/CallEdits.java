package dev.callfile.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.callfile.call.Rows.CallRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes what people say of a call. It stands until a person says otherwise, whatever Twilio tells later. */
@ApplicationScoped
public class CallEdits {

    private final CallLedger ledger;
    private final PhoneCalls calls;

    CallEdits(CallLedger ledger, PhoneCalls calls) {
        this.ledger = ledger;
        this.calls = calls;
    }

    /**
     * Writes fields of a call, in turn with its callbacks and with other people.
     *
     * @param by subject of the writer's token
     * @param edit from the call as it is, what to write: text, or JSON's null for nothing, or a list of {@link ActionItem}
     *     as JSON; may throw to write nothing
     * @return the call as it is then; empty where the case has no such call
     */
    public Optional<PhoneCallFile> edit(
            CaseId caseId, String id, String by, Function<PhoneCallFile, Map<Field, JsonNode>> edit) {
        write(caseId, id, "edit", by, edit);
        return calls.file(caseId, id);
    }

    /**
     * Puts a call into a case, wherever it was before.
     *
     * @return the call as it is then; empty where there is no such call
     */
    public Optional<PhoneCallFile> move(String id, CaseId to, String by) {
        write(null, id, "move", by, call -> Map.of(Field.CASE_ID, TextNode.valueOf(to.value())));
        return calls.file(null, id);
    }

    private void write(
            @Nullable CaseId caseId,
            String id,
            String kind,
            String by,
            Function<PhoneCallFile, Map<Field, JsonNode>> edit) {
        calls.callSid(caseId, id)
                .ifPresent(callSid -> ledger.change(
                        callSid,
                        (merge, known) -> calls.file(caseId, id).flatMap(file -> {
                            CallRow call = known.call(id);
                            return merge.rewrite(
                                    known, call, call.words().write(edit.apply(file), by, merge.now()), kind, by);
                        })));
    }
}

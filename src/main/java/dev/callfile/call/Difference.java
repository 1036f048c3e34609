package dev.callfile.call;

import java.util.SortedSet;

/**
 * A record that is not what the ledger says.
 *
 * @param id of the record; CallSid of the call's root leg where it has none
 * @param callSid of the call's root leg
 * @param fields of the record that differ, in the words of the API; {@code record} where the record is missing, or there are
 *     two of one call; {@code legs}, {@code recordings}, {@code transcriptions} and {@code insights} where it is what the
 *     record is computed from; {@code ledger} where the ledger does not tell the whole of it, so that it cannot be rebuilt
 */
public record Difference(String id, String callSid, SortedSet<String> fields) {

    static final String RECORD = "record";
    static final String LEDGER = "ledger";
}

package dev.callfile.call;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a line of the ledger back into the callback that it was made of. */
public interface LedgerReader {

    /**
     * The callback with all the facts that were merged when it was accepted: a pure function of what the ledger keeps.
     *
     * @return empty where the line does not keep all of them
     */
    Optional<Callback> read(Callback.Kind kind, String requestTarget, Map<String, List<String>> parameters);
}

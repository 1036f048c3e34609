package dev.callfile.call;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a walk over the whole store has found so far. */
public final class StoreReport {

    private static final int SHOWN = 100;

    /** A call whose record is gone is come upon by each of its legs; where all of a store differs, nobody counts so closely. */
    private static final int REMEMBERED = 100_000;

    private final Set<String> ids = new HashSet<>();
    private final List<Difference> first = new ArrayList<>();
    private long checked;
    private long differing;
    private long missing;
    private long mended;

    StoreReport() {}

    void checked(int records) {
        checked += records;
    }

    boolean isNew(Difference difference) {
        return !ids.contains(difference.id());
    }

    void found(Difference difference, boolean isMended) {
        if (ids.size() < REMEMBERED) {
            ids.add(difference.id());
        }
        if (first.size() < SHOWN) {
            first.add(difference);
        }
        if (difference.id().equals(difference.callSid())) {
            missing++;
        } else {
            differing++;
        }
        mended += isMended ? 1 : 0;
    }

    /** Records that were compared with the ledger. */
    public long checked() {
        return checked;
    }

    /** Records that differed. */
    public long differing() {
        return differing;
    }

    /** Calls that the ledger knows and that had no record. */
    public long missing() {
        return missing;
    }

    /** How many of both a rebuild has mended. */
    public long mended() {
        return mended;
    }

    /** How many of both are left. */
    public long remaining() {
        return differing + missing - mended;
    }

    /** The first hundred. */
    public List<Difference> first() {
        return List.copyOf(first);
    }
}

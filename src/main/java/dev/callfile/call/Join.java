package dev.callfile.call;

import org.jspecify.annotations.Nullable;

/**
 * The two joins that every fact is merged with. Both are commutative, associative and idempotent, and what is known
 * beats what is not; whatever is built from them is so too.
 */
final class Join {

    private Join() {}

    static <T extends Comparable<T>> @Nullable T greatest(@Nullable T a, @Nullable T b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.compareTo(b) >= 0 ? a : b;
    }

    static <T extends Comparable<T>> @Nullable T least(@Nullable T a, @Nullable T b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.compareTo(b) <= 0 ? a : b;
    }
}

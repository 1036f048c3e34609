package dev.callfile.edge;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes may be held at once, of however many requests. */
final class Room {

    private final long most;
    private final AtomicLong held = new AtomicLong();

    Room(long most) {
        this.most = most;
    }

    /** Whether there was room for so many more, which is taken then. */
    boolean take(int bytes) {
        if (held.addAndGet(bytes) <= most) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void give(int bytes) {
        held.addAndGet(-bytes);
    }
}

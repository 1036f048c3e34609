package dev.callfile.faults;

/** Where senders wait while the service is away, so that callbacks are left for afterwards. */
final class Gate {

    private boolean open = true;

    synchronized <T> T pass(T through) {
        while (!open) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return through;
    }

    synchronized void close() {
        open = false;
    }

    synchronized void open() {
        open = true;
        notifyAll();
    }
}

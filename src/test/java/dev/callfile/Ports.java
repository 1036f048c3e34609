package dev.callfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers that a test starts later. */
public final class Ports {

    private Ports() {}

    /** None of those that the system gives to connections: one of them could have it before the server is there. */
    public static int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(16_000, 32_000);
            try (ServerSocket free = new ServerSocket(port)) {
                return free.getLocalPort();
            } catch (BindException taken) {
                // Another one.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

package dev.callfile.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The issuer of the runs' tokens. */
final class Keys {

    static final String ISSUER = "https://issuer.example.com";
    static final KeyPair PAIR = newPair();

    private Keys() {}

    /** The public key as an operator gives it to the service. */
    static Path pem(Path folder) {
        try {
            return Files.writeString(
                    folder.resolve("key.pem"),
                    "-----BEGIN PUBLIC KEY-----\n"
                            + Base64.getMimeEncoder()
                                    .encodeToString(PAIR.getPublic().getEncoded())
                            + "\n-----END PUBLIC KEY-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }
}

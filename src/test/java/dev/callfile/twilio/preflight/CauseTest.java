package dev.callfile.twilio.preflight;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CauseTest {

    @ParameterizedTest
    @EnumSource(Cause.class)
    void everyCause_isDescribed(Cause cause) throws IOException {
        String description = Files.readString(Path.of("docs", "openapi.yaml"));
        String operations = Files.readString(Path.of("docs", "operations.md"));

        assertTrue(description.contains("- " + cause.word() + "\n"), cause::word);
        assertTrue(operations.contains("`" + cause.word() + "`"), cause::word);
    }
}

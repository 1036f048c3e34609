package dev.callfile;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** The package that this build has made: a jar, or with {@code -Dnative} an executable. */
public final class Packaged {

    private static final Path FOLDER = Path.of("target").toAbsolutePath();

    private Packaged() {}

    /**
     * What starts it; arguments may follow.
     *
     * @param jvmOptions for a jar alone
     */
    public static List<String> command(String... jvmOptions) {
        Properties made = made();
        Path path = FOLDER.resolve(made.getProperty("path"));
        return made.getProperty("type").equals("native") ? List.of(path.toString()) : java(path, jvmOptions);
    }

    /** What starts the jar of any version. */
    public static List<String> java(Path jar, String... jvmOptions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(jvmOptions));
        command.add("-jar");
        command.add(jar.toString());
        return command;
    }

    /** The files that it consists of. */
    public static Path files() {
        Path path = FOLDER.resolve(made().getProperty("path"));
        return path.endsWith("quarkus-run.jar") ? path.getParent() : path;
    }

    private static Properties made() {
        try (Reader file = Files.newBufferedReader(FOLDER.resolve("quarkus-artifact.properties"))) {
            Properties properties = new Properties();
            properties.load(file);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

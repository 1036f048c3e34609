package dev.callfile.k8s;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Kubernetes objects that belong together, in the types of the Kubernetes and Knative APIs. */
record Manifests(List<HasMetadata> objects) {

    static final Path FOLDER = Path.of("k8s");

    /** As strict as the API server: a number is no text, and a text no number. */
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> List.of(CoercionInputShape.Boolean, CoercionInputShape.Integer, CoercionInputShape.Float)
                            .forEach(shape -> text.setCoercion(shape, CoercionAction.Fail)))
            .build();

    /** Every file with an object in it, in this folder and below. */
    static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml") && !file.endsWith("namereference.yaml"))
                    .filter(file -> !file.endsWith("rules.yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Manifests in(Path folder) {
        return new Manifests(files(folder).stream()
                .flatMap(file -> read(file).objects().stream())
                .toList());
    }

    static Manifests read(Path file) {
        try (MappingIterator<KubernetesResource> documents =
                YAML.readerFor(KubernetesResource.class).readValues(file.toFile())) {
            return new Manifests(
                    documents.readAll().stream().map(HasMetadata.class::cast).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** A file of settings, as {@code configMapGenerator} reads it. */
    static Map<String, String> settings(Path file) {
        Properties settings = new Properties();
        try (var lines = Files.newBufferedReader(file)) {
            settings.load(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings.stringPropertyNames().stream().collect(Collectors.toMap(name -> name, settings::getProperty));
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends HasMetadata> T the(Class<T> type, String name) {
        return all(type).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " " + name));
    }

    List<Workload> workloads() {
        return objects.stream().map(Workload::of).flatMap(Optional::stream).toList();
    }

    /** What the API server would refuse as unknown, as paths. */
    List<String> unknownProperties() {
        List<String> unknown = new ArrayList<>();
        for (HasMetadata object : objects) {
            UnknownProperties.collect(
                    object, object.getKind() + " " + object.getMetadata().getName(), unknown);
        }
        return unknown;
    }
}

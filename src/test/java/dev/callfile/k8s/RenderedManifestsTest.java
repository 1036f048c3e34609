package dev.callfile.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What kubectl makes of {@code k8s/}: {@code k8s/validate} builds it and runs this. {@link ManifestsTest} needs no kubectl. */
@EnabledIfSystemProperty(named = RenderedManifestsTest.FOLDER, matches = ".+")
class RenderedManifestsTest {

    static final String FOLDER = "k8s.rendered";

    private static Manifests rendered(String name) {
        return Manifests.read(Path.of(System.getProperty(FOLDER), name + ".yaml"));
    }

    static List<String> overlays() throws IOException {
        try (Stream<Path> folders = Files.list(Manifests.FOLDER.resolve("overlays"))) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    static List<String> builds() throws IOException {
        return Stream.concat(Stream.of("base", "components"), overlays().stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("builds")
    void build_isSafe(String name) {
        Manifests manifests = rendered(name);

        new Rules(manifests).hold();
        manifests
                .workloads()
                .forEach(workload -> workload.everyContainer()
                        .map(Container::getImage)
                        .forEach(image -> assertTrue(Rules.isPinned(image), image)));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void overlay_staysInItsNamespace(String name) {
        Manifests manifests = rendered(name);

        String namespace = manifests.all(Namespace.class).get(0).getMetadata().getName();
        assertEquals(
                Set.of(namespace),
                manifests.objects().stream()
                        .filter(object -> !(object instanceof Namespace))
                        .map(object -> object.getMetadata().getNamespace())
                        .collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("builds")
    void settings_areReadFromTheOneWithTheHash(String name) {
        Manifests manifests = rendered(name);

        ConfigMap settings = manifests.all(ConfigMap.class).get(0);
        assertTrue(settings.getMetadata().getName().matches("callfile-config-[a-z0-9]{10}"));
        assertEquals(
                Set.of(settings.getMetadata().getName()),
                manifests.workloads().stream()
                        .flatMap(workload -> workload.everyContainer())
                        .flatMap(container -> container.getEnvFrom().stream())
                        .filter(source -> source.getConfigMapRef() != null)
                        .map(source -> source.getConfigMapRef().getName())
                        .collect(Collectors.toSet()));
    }

    @Test
    void production_isWholeAndCalledAtThePublicHost() {
        Manifests manifests = rendered("production");

        assertEquals(
                "ConfigMap Deployment HorizontalPodAutoscaler Ingress Namespace NetworkPolicy PodDisruptionBudget Service"
                        + " ServiceAccount",
                kinds(manifests));
        Ingress ingress = manifests.the(Ingress.class, "callfile");
        assertEquals(host(manifests), ingress.getSpec().getRules().get(0).getHost());
        assertEquals(List.of(host(manifests)), ingress.getSpec().getTls().get(0).getHosts());
    }

    @Test
    void dev_hasAPostgresqlAndSpeaksToNoOther() {
        Manifests manifests = rendered("dev");

        assertEquals(
                "ConfigMap Deployment Ingress Namespace NetworkPolicy Service ServiceAccount StatefulSet",
                kinds(manifests));
        var postgres = manifests
                .the(NetworkPolicy.class, "callfile")
                .getSpec()
                .getEgress()
                .get(1);
        assertEquals(5432, postgres.getPorts().get(0).getPort().getIntVal());
        assertEquals(1, postgres.getTo().size());
        assertEquals(
                Map.of("app.kubernetes.io/name", "postgres"),
                postgres.getTo().get(0).getPodSelector().getMatchLabels());
        assertEquals(
                host(manifests),
                manifests
                        .the(Ingress.class, "callfile")
                        .getSpec()
                        .getRules()
                        .get(0)
                        .getHost());
        assertTrue(volumes(manifests).contains("jwt"));
    }

    @Test
    void knative_hasNothingThatKnativeMakesItself() {
        Manifests manifests = rendered("knative");

        assertEquals(
                "ConfigMap CronJob DomainMapping Job Namespace NetworkPolicy Service ServiceAccount", kinds(manifests));
        assertTrue(manifests.all(io.fabric8.kubernetes.api.model.Service.class).isEmpty());
        var service = manifests.the(io.fabric8.knative.serving.v1.Service.class, "callfile");
        assertTrue(service.getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getImage()
                .endsWith("-native"));
    }

    @Test
    void components_fitTogether() {
        Manifests manifests = rendered("components");

        assertTrue(manifests.workloads().stream()
                .flatMap(Workload::everyContainer)
                .allMatch(container -> container.getImage().endsWith("-native")));
        assertTrue(manifests.workloads().stream()
                .flatMap(Workload::everyContainer)
                .allMatch(container -> container.getVolumeMounts().stream()
                        .anyMatch(mount -> mount.getName().equals("jwt"))));
        assertEquals(
                "/etc/callfile/jwt/keys",
                manifests.all(ConfigMap.class).get(0).getData().get("MP_JWT_VERIFY_PUBLICKEY_LOCATION"));
    }

    @Test
    void traces_haveAWayOut() {
        Manifests manifests = rendered("components");

        URI collector =
                URI.create(manifests.all(ConfigMap.class).get(0).getData().get("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT"));
        var way = manifests
                .the(NetworkPolicy.class, "callfile-traces")
                .getSpec()
                .getEgress()
                .get(0);
        assertEquals(
                collector.getHost().split("\\.")[1],
                way.getTo().get(0).getNamespaceSelector().getMatchLabels().get("kubernetes.io/metadata.name"));
        assertTrue(way.getPorts().stream().anyMatch(port -> port.getPort().getIntVal() == collector.getPort()));
    }

    private static String kinds(Manifests manifests) {
        return String.join(
                " ",
                manifests.objects().stream().map(HasMetadata::getKind).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static String host(Manifests manifests) {
        return manifests
                .all(ConfigMap.class)
                .get(0)
                .getData()
                .get("CALLFILE_PUBLIC_URL")
                .replaceFirst("https?://", "");
    }

    private static Set<String> volumes(Manifests manifests) {
        return manifests.the(Deployment.class, "callfile").getSpec().getTemplate().getSpec().getVolumes().stream()
                .map(volume -> volume.getName())
                .collect(Collectors.toSet());
    }
}

package dev.callfile.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.knative.serving.v1beta1.DomainMapping;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written under {@code k8s/}. {@link RenderedManifestsTest} looks at what kubectl makes of it. */
class ManifestsTest {

    private static final Path BASE = Manifests.FOLDER.resolve("base");
    private static final Path KNATIVE = Manifests.FOLDER.resolve("overlays/knative");

    private final Manifests base = Manifests.in(BASE);
    private final Map<String, String> settings = Manifests.settings(BASE.resolve("config.env"));
    private final Deployment deployment = base.the(Deployment.class, "callfile");
    private final Container container =
            deployment.getSpec().getTemplate().getSpec().getContainers().get(0);

    @TempDir
    private Path folder;

    static List<String> overlays() throws IOException {
        return RenderedManifestsTest.overlays();
    }

    static List<Path> files() {
        return Manifests.files(Manifests.FOLDER);
    }

    @ParameterizedTest
    @MethodSource("files")
    void file_holdsOneObjectOfAKnownKind(Path file) {
        Manifests manifests = Manifests.read(file);

        assertEquals(1, manifests.objects().size());
        assertFalse(manifests.objects().get(0) instanceof GenericKubernetesResource, "unknown kind");
        assertEquals(List.of(), manifests.unknownProperties());
        assertTrue(file.getFileName()
                .toString()
                .startsWith(fileName(manifests.objects().get(0).getKind())));
    }

    private static String fileName(String kind) {
        return switch (kind) {
            case "HorizontalPodAutoscaler" -> "hpa";
            case "PodDisruptionBudget" -> "pdb";
            default -> kind.toLowerCase();
        };
    }

    @Test
    void misspelling_isFound() throws IOException {
        String right = Files.readString(BASE.resolve("deployment.yaml"));

        assertUnknown(
                "…Containers[0].SecurityContext.readOnlyRootFileSystem",
                right.replace("readOnlyRootFilesystem", "readOnlyRootFileSystem"));
        assertUnknown(
                "…Spec.topologySpreadConstraint",
                right.replace("topologySpreadConstraints", "topologySpreadConstraint"));
        assertUnknown("…LivenessProbe.failureTreshold", right.replace("failureThreshold: 6\n", "failureTreshold: 6\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "deployment.yaml, containerPort: 8080, 'containerPort: \"8080\"'",
        "deployment.yaml, 'value: \"true\"', value: true",
        "deployment.yaml, failureThreshold: 6, failureThreshold: six",
        "deployment.yaml, memory: 1Gi, memory: 1GB",
        "ingress.yaml, 'proxy-read-timeout: \"60\"', proxy-read-timeout: 60"
    })
    void value_ofAnotherType_isFound(String name, String right, String wrong) throws IOException {
        String text = Files.readString(BASE.resolve(name));
        assertTrue(text.contains(right));
        Path file = Files.writeString(folder.resolve(name), text.replace(right, wrong));

        assertThrows(Exception.class, () -> Manifests.read(file).unknownProperties());
    }

    private void assertUnknown(String end, String text) throws IOException {
        Path file = Files.writeString(folder.resolve("deployment.yaml"), text);

        List<String> unknown = Manifests.read(file).unknownProperties();

        assertTrue(unknown.stream().anyMatch(path -> path.endsWith(end.substring(1))), unknown::toString);
    }

    @Test
    void base_isSafeByItself() {
        new Rules(base).hold();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void overlay_addsWhatIsSafe(String overlay) {
        List<Path> files = new ArrayList<>(
                Manifests.files(Manifests.FOLDER.resolve("overlays").resolve(overlay)));
        files.add(BASE.resolve("serviceaccount.yaml"));

        new Rules(new Manifests(files.stream()
                        .flatMap(file -> Manifests.read(file).objects().stream())
                        .toList()))
                .hold();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void namespace_enforcesTheRestrictedStandard(String overlay) {
        Path file = Manifests.FOLDER.resolve("overlays").resolve(overlay).resolve("namespace.yaml");

        Namespace namespace = Manifests.read(file).all(Namespace.class).get(0);

        assertEquals("restricted", namespace.getMetadata().getLabels().get("pod-security.kubernetes.io/enforce"));
    }

    @Test
    void rollOut_keepsWhatThereIs() {
        var strategy = deployment.getSpec().getStrategy();

        assertEquals("RollingUpdate", strategy.getType());
        assertEquals(0, strategy.getRollingUpdate().getMaxUnavailable().getIntVal());
        assertEquals(1, strategy.getRollingUpdate().getMaxSurge().getIntVal());
        assertTrue(deployment.getSpec().getMinReadySeconds() >= 5);
    }

    @Test
    void replicas_areLeftToTheAutoscaler() {
        HorizontalPodAutoscaler autoscaler = base.the(HorizontalPodAutoscaler.class, "callfile");
        PodDisruptionBudget budget = base.the(PodDisruptionBudget.class, "callfile");

        assertNull(deployment.getSpec().getReplicas());
        assertEquals(
                "Deployment callfile",
                autoscaler.getSpec().getScaleTargetRef().getKind() + " "
                        + autoscaler.getSpec().getScaleTargetRef().getName());
        assertTrue(autoscaler.getSpec().getMinReplicas() >= 2);
        assertEquals(1, budget.getSpec().getMaxUnavailable().getIntVal());
        assertEquals(
                deployment.getSpec().getSelector().getMatchLabels(),
                budget.getSpec().getSelector().getMatchLabels());
    }

    @Test
    void connections_fitIntoPostgresqlsDefault() {
        int replicas =
                base.the(HorizontalPodAutoscaler.class, "callfile").getSpec().getMaxReplicas() + 1;
        int each = Integer.parseInt(settings.get("QUARKUS_DATASOURCE_JDBC_MAX_SIZE"));
        int ofAMigration = 2;
        int ofSuperusers = 3;

        assertTrue(replicas * each + ofAMigration <= 100 - ofSuperusers);
    }

    @Test
    void selectors_areThePods() {
        Map<String, String> pods =
                deployment.getSpec().getTemplate().getMetadata().getLabels();

        assertEquals(pods, deployment.getSpec().getSelector().getMatchLabels());
        assertEquals(pods, base.the(Service.class, "callfile").getSpec().getSelector());
        assertEquals(
                Set.of("kubernetes.io/hostname", "topology.kubernetes.io/zone"),
                deployment.getSpec().getTemplate().getSpec().getTopologySpreadConstraints().stream()
                        .peek(spread ->
                                assertEquals(pods, spread.getLabelSelector().getMatchLabels()))
                        .peek(spread -> assertEquals("ScheduleAnyway", spread.getWhenUnsatisfiable()))
                        .map(spread -> spread.getTopologyKey())
                        .collect(Collectors.toSet()));
    }

    @Test
    void grace_isLongerThanAStop() {
        long preStop = container.getLifecycle().getPreStop().getSleep().getSeconds();
        long stop = preStop + seconds("QUARKUS_SHUTDOWN_DELAY") + seconds("QUARKUS_SHUTDOWN_TIMEOUT");

        assertTrue(deployment.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds() > stop);
    }

    @Test
    void delay_isLongerThanItTakesToBeNotReady() {
        Probe readiness = container.getReadinessProbe();

        assertTrue(readiness.getPeriodSeconds() * readiness.getFailureThreshold() < seconds("QUARKUS_SHUTDOWN_DELAY"));
    }

    private long seconds(String setting) {
        Matcher matcher = Pattern.compile("([0-9]+)S").matcher(settings.get(setting));
        assertTrue(matcher.matches());
        return Long.parseLong(matcher.group(1));
    }

    @ParameterizedTest
    @CsvSource({"startupProbe, /q/health/started", "readinessProbe, /q/health/ready", "livenessProbe, /q/health/live"})
    void probe_asksWhatItIsFor(String name, String path) {
        Probe probe = Map.of(
                        "startupProbe", container.getStartupProbe(),
                        "readinessProbe", container.getReadinessProbe(),
                        "livenessProbe", container.getLivenessProbe())
                .get(name);

        assertEquals(path, probe.getHttpGet().getPath());
        assertEquals("management", probe.getHttpGet().getPort().getStrVal());
    }

    @Test
    void initContainer_migratesWithTheSettingsOfTheService() {
        Container migrate =
                deployment.getSpec().getTemplate().getSpec().getInitContainers().get(0);

        assertEquals(container.getImage(), migrate.getImage());
        assertEquals(container.getEnvFrom(), migrate.getEnvFrom());
        assertTrue(migrate.getEnv().containsAll(container.getEnv()));
        assertEquals(MIGRATION, values(migrate));
        assertTrue(values(container).isEmpty());
    }

    private static final Map<String, String> MIGRATION = Map.of(
            "QUARKUS_FLYWAY_MIGRATE_AT_START", "true",
            "QUARKUS_INIT_AND_EXIT", "true",
            "QUARKUS_SHUTDOWN_DELAY", "0S");

    private static Map<String, String> values(Container container) {
        return container.getEnv().stream()
                .filter(variable -> variable.getValue() != null)
                .collect(Collectors.toMap(variable -> variable.getName(), variable -> variable.getValue()));
    }

    @Test
    void networkPolicy_letsInTheIngressAndMetrics() {
        NetworkPolicy policy = base.the(NetworkPolicy.class, "callfile");

        assertEquals(
                Set.of("ingress-nginx 8080", "monitoring 9000"),
                policy.getSpec().getIngress().stream()
                        .map(rule -> rule.getFrom()
                                        .get(0)
                                        .getNamespaceSelector()
                                        .getMatchLabels()
                                        .get("kubernetes.io/metadata.name")
                                + " " + port(rule.getPorts().get(0)))
                        .collect(Collectors.toSet()));
        NetworkPolicy deny = base.the(NetworkPolicy.class, "deny");
        assertTrue(deny.getSpec().getPodSelector().getMatchLabels().isEmpty());
        assertTrue(deny.getSpec().getIngress().isEmpty());
        assertTrue(deny.getSpec().getEgress().isEmpty());
    }

    @Test
    void networkPolicy_letsOutToDnsPostgresqlAndTheOpenInternet() {
        NetworkPolicy policy = base.the(NetworkPolicy.class, "callfile");

        assertEquals(
                List.of(Set.of(53), Set.of(5432), Set.of(443)),
                policy.getSpec().getEgress().stream()
                        .map(rule -> rule.getPorts().stream()
                                .map(ManifestsTest::port)
                                .collect(Collectors.toSet()))
                        .toList());
        List<IPBlock> open = blocks(policy.getSpec().getEgress().get(2));
        assertEquals(
                List.of("0.0.0.0/0", "::/0"),
                open.stream().map(IPBlock::getCidr).toList());
        assertTrue(open.get(0)
                .getExcept()
                .containsAll(List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16")));
        assertTrue(open.get(1).getExcept().contains("fc00::/7"));
    }

    private static List<IPBlock> blocks(NetworkPolicyEgressRule rule) {
        return rule.getTo().stream()
                .map(peer -> peer.getIpBlock())
                .filter(Objects::nonNull)
                .toList();
    }

    private static Integer port(NetworkPolicyPort port) {
        return port.getPort().getIntVal();
    }

    @Test
    void settings_areSuchAsTheReadmeTells() throws IOException {
        String told = Files.readString(Path.of("README.md"))
                + Files.readString(Path.of("docs/operations.md"))
                + Files.readString(Path.of("docs/kubernetes.md"));

        try (Stream<Path> files = Files.walk(Manifests.FOLDER)) {
            files.filter(file -> file.toString().endsWith(".env"))
                    .flatMap(file -> Manifests.settings(file).keySet().stream())
                    .forEach(name -> assertTrue(told.contains("`" + name), name));
        }
    }

    @Test
    void required_areSet() {
        assertTrue(settings.keySet()
                .containsAll(List.of(
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        "CALLFILE_PUBLIC_URL",
                        "MP_JWT_VERIFY_ISSUER",
                        "MP_JWT_VERIFY_PUBLICKEY_LOCATION",
                        "MP_JWT_VERIFY_AUDIENCES")));
    }

    @Test
    void version_isOneAndTheSame() throws IOException {
        String version = tag("version");

        assertEquals(version + "-native", tag("native"));
        assertTrue(Files.readString(Path.of("pom.xml")).contains("<version>" + version + "</version>"));
    }

    private static String tag(String component) throws IOException {
        String text = Files.readString(
                Manifests.FOLDER.resolve("components").resolve(component).resolve("kustomization.yaml"));
        Matcher matcher = Pattern.compile("newTag: (\\S+)").matcher(text);
        assertTrue(matcher.find());
        return matcher.group(1);
    }

    @Test
    void knative_scalesToZeroAndIsAskedOnOnePort() {
        var service = Manifests.in(KNATIVE).the(io.fabric8.knative.serving.v1.Service.class, "callfile");
        var template = service.getSpec().getTemplate();
        Container only = template.getSpec().getContainers().get(0);

        assertEquals("0", template.getMetadata().getAnnotations().get("autoscaling.knative.dev/min-scale"));
        assertTrue(template.getSpec().getContainerConcurrency() > 0);
        assertEquals(1, only.getPorts().size());
        assertEquals("http1", only.getPorts().get(0).getName());
        assertEquals("/q/health/ready", only.getReadinessProbe().getHttpGet().getPath());
        assertEquals("/q/health/live", only.getLivenessProbe().getHttpGet().getPath());
        // Knative's webhook refuses these, unless a cluster is told to allow them.
        assertNull(only.getLifecycle());
        assertNull(template.getSpec().getSecurityContext());
        assertNull(template.getSpec().getAutomountServiceAccountToken());
        assertNull(template.getSpec().getTerminationGracePeriodSeconds());
        assertTrue(template.getSpec().getInitContainers().isEmpty());
        assertTrue(template.getSpec().getTopologySpreadConstraints().isEmpty());
    }

    @Test
    void knative_showsNothingOfQ() {
        Map<String, String> own = Manifests.settings(KNATIVE.resolve("config.env"));

        assertEquals("false", own.get("CALLFILE_OPENAPI_ENABLED"));
    }

    @Test
    void knative_isMappedToThePublicHost() {
        String host = Manifests.settings(KNATIVE.resolve("config.env"))
                .get("CALLFILE_PUBLIC_URL")
                .replace("https://", "");

        assertEquals(
                "Service callfile",
                Stream.of(Manifests.in(KNATIVE).the(DomainMapping.class, host))
                        .map(mapping -> mapping.getSpec().getRef())
                        .map(ref -> ref.getKind() + " " + ref.getName())
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    void knative_migratesByAJobThatIsRepeated() {
        Job job = Manifests.in(KNATIVE).the(Job.class, "callfile-migrate");
        Container migrate =
                job.getSpec().getTemplate().getSpec().getContainers().get(0);

        assertTrue(job.getSpec().getBackoffLimit() >= 5);
        assertTrue(job.getSpec().getTtlSecondsAfterFinished() > 0);
        assertEquals("true", values(migrate).get("QUARKUS_FLYWAY_MIGRATE_AT_START"));
        assertEquals("true", values(migrate).get("QUARKUS_INIT_AND_EXIT"));
        assertEquals(container.getEnvFrom(), migrate.getEnvFrom());
    }
}

package dev.callfile.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What holds for all that is deployed, whatever the overlay. */
record Rules(Manifests manifests) {

    private static final String LABEL_VALUE = "([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?";
    private static final Set<String> SECRETS =
            Set.of("callfile-database", "callfile-twilio", "callfile-twilio-subaccounts");

    void hold() {
        assertFalse(manifests.objects().isEmpty());
        assertEquals(List.of(), manifests.unknownProperties());
        assertTrue(manifests.all(Secret.class).isEmpty(), "a secret in git");
        manifests.objects().forEach(Rules::isWellNamed);
        manifests.workloads().forEach(this::isSafe);
        manifests.all(Service.class).forEach(this::leadsToThePublicPort);
        manifests.all(Ingress.class).forEach(this::showsTheApiAndCallbacksOnly);
        manifests.all(NetworkPolicy.class).forEach(Rules::isClosedBothWays);
    }

    private static void isWellNamed(HasMetadata object) {
        String name = object.getMetadata().getName();
        assertTrue(name.matches("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?"), name);
        Map<String, String> labels = object.getMetadata().getLabels();
        assertTrue(
                labels.containsKey("app.kubernetes.io/name") || object.getKind().equals("ConfigMap"), name);
        labels.values().forEach(value -> assertTrue(value.matches(LABEL_VALUE), value));
    }

    private void isSafe(Workload workload) {
        String name = workload.name();
        assertFalse(workload.onHost(), name);
        // They would put CALLFILE_PORT and their like among the settings.
        assertEquals(false, workload.serviceLinks(), name);
        assertFalse(mountsToken(workload), name);
        workload.everyContainer().forEach(container -> isSafe(workload, container));
        workload.volumes().forEach(volume -> isHarmless(name, volume));
        assertTrue(
                workload.labels().values().stream().allMatch(value -> value.matches(LABEL_VALUE)),
                workload.labels()::toString);
    }

    /** Said by the pod, or else by its account, which is the only way on Knative. */
    private boolean mountsToken(Workload workload) {
        Boolean ofAccount =
                manifests.the(ServiceAccount.class, workload.serviceAccount()).getAutomountServiceAccountToken();
        Boolean said = workload.automountsToken() == null ? ofAccount : workload.automountsToken();
        return said == null || said;
    }

    private static void isSafe(Workload workload, Container container) {
        String name = workload.name() + ", " + container.getName();
        SecurityContext own = container.getSecurityContext();
        assertNotNull(own, name);
        assertEquals(true, own.getReadOnlyRootFilesystem(), name);
        assertEquals(false, own.getAllowPrivilegeEscalation(), name);
        assertEquals(List.of("ALL"), own.getCapabilities().getDrop(), name);
        assertEquals(List.of(), own.getCapabilities().getAdd(), name);
        assertFalse(Boolean.TRUE.equals(own.getPrivileged()), name);
        var pod = workload.security();
        assertEquals(true, pod == null ? own.getRunAsNonRoot() : pod.getRunAsNonRoot(), name);
        assertTrue((pod == null ? own.getRunAsUser() : pod.getRunAsUser()) > 0, name);
        assertEquals(
                "RuntimeDefault", (pod == null ? own.getSeccompProfile() : pod.getSeccompProfile()).getType(), name);
        // Nothing in the container takes back what the pod says.
        assertTrue(
                pod == null
                        || Stream.of(own.getRunAsNonRoot(), own.getRunAsUser(), own.getSeccompProfile())
                                .allMatch(said -> said == null),
                name);

        for (String resource : List.of("cpu", "memory", "ephemeral-storage")) {
            assertTrue(container.getResources().getRequests().containsKey(resource), name + ", request of " + resource);
            assertTrue(container.getResources().getLimits().containsKey(resource), name + ", limit of " + resource);
        }
        assertTrue(
                container.getImage().startsWith("callfile/callfile") || isPinned(container.getImage()),
                container::getImage);
        container.getEnv().forEach(variable -> hidesSecrets(name, variable));
        container.getEnvFrom().stream()
                .filter(source -> source.getSecretRef() != null)
                .forEach(source ->
                        assertTrue(SECRETS.contains(source.getSecretRef().getName()), name));
        Stream.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe())
                .filter(probe -> probe != null && probe.getHttpGet() != null)
                .forEach(probe -> isOfTheManagementPort(workload, probe));
    }

    static boolean isPinned(String image) {
        return image.matches("[^:]+(:[0-9]+/[^:]+)?:[^:]*[0-9][^:]*");
    }

    private static void hidesSecrets(String name, EnvVar variable) {
        boolean secret = variable.getName().matches(".*(PASSWORD|TOKENS?|_USER(NAME)?)");
        var source = variable.getValueFrom();
        assertEquals(secret, source != null, name + ", " + variable.getName());
        assertTrue(
                source == null
                        || source.getSecretKeyRef() != null
                                && SECRETS.contains(source.getSecretKeyRef().getName()),
                name + ", " + variable.getName());
    }

    private static void isOfTheManagementPort(Workload workload, Probe probe) {
        var port = probe.getHttpGet().getPort();
        assertTrue(
                Integer.valueOf(9000).equals(port.getIntVal())
                        || "management".equals(port.getStrVal()) && workload.hasPort("management"),
                workload.name());
        assertTrue(probe.getHttpGet().getPath().startsWith("/q/health/"), workload.name());
    }

    private static void isHarmless(String name, Volume volume) {
        boolean scratch = volume.getEmptyDir() != null && volume.getEmptyDir().getSizeLimit() != null;
        assertTrue(scratch || volume.getConfigMap() != null, name + ", " + volume.getName());
    }

    private void leadsToThePublicPort(Service service) {
        String name = service.getMetadata().getName();
        List<Workload> selected = manifests.workloads().stream()
                .filter(workload -> workload.isSelectedBy(service.getSpec().getSelector()))
                .toList();
        assertEquals(1, selected.size(), name);
        assertEquals(
                "ClusterIP",
                service.getSpec().getType() == null
                        ? "ClusterIP"
                        : service.getSpec().getType());
        service.getSpec().getPorts().forEach(port -> {
            assertTrue(selected.get(0).hasPort(port.getTargetPort().getStrVal()), name);
            assertTrue(Set.of("http", "postgres").contains(port.getTargetPort().getStrVal()), name);
        });
    }

    private void showsTheApiAndCallbacksOnly(Ingress ingress) {
        List<HTTPIngressPath> paths = ingress.getSpec().getRules().stream()
                .flatMap(rule -> rule.getHttp().getPaths().stream())
                .toList();
        assertEquals(
                Set.of("/v1 Prefix", "/webhooks/twilio Prefix"),
                paths.stream()
                        .map(path -> path.getPath() + " " + path.getPathType())
                        .collect(Collectors.toSet()));
        paths.forEach(path -> {
            var backend = path.getBackend().getService();
            assertTrue(manifests.the(Service.class, backend.getName()).getSpec().getPorts().stream()
                    .anyMatch(port -> port.getName().equals(backend.getPort().getName())));
        });
        assertTrue(ingress.getSpec().getRules().stream().noneMatch(rule -> rule.getHost() == null));
        assertEquals(null, ingress.getSpec().getDefaultBackend());
        assertTrue(ingress.getMetadata().getAnnotations().keySet().stream()
                .noneMatch(annotation -> annotation.matches(".*(rewrite|regex|snippet|app-root|redirect).*")));
    }

    private static void isClosedBothWays(NetworkPolicy policy) {
        assertEquals(List.of("Ingress", "Egress"), policy.getSpec().getPolicyTypes());
        policy.getSpec()
                .getIngress()
                .forEach(rule ->
                        assertFalse(rule.getFrom().isEmpty() || rule.getPorts().isEmpty()));
        policy.getSpec()
                .getEgress()
                .forEach(rule ->
                        assertFalse(rule.getTo().isEmpty() || rule.getPorts().isEmpty()));
    }
}

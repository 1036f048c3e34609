package dev.callfile.k8s;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What makes pods, whichever kind of object says so. */
record Workload(
        String name,
        Map<String, String> labels,
        List<Container> initContainers,
        List<Container> containers,
        List<Volume> volumes,
        @Nullable PodSecurityContext security,
        String serviceAccount,
        @Nullable Boolean automountsToken,
        @Nullable Boolean serviceLinks,
        boolean onHost) {

    static Optional<Workload> of(HasMetadata object) {
        if (object instanceof io.fabric8.knative.serving.v1.Service service) {
            return Optional.of(ofKnative(service));
        }
        return podTemplate(object).map(template -> ofPod(object, template));
    }

    private static Optional<PodTemplateSpec> podTemplate(HasMetadata object) {
        if (object instanceof Deployment deployment) {
            return Optional.of(deployment.getSpec().getTemplate());
        } else if (object instanceof StatefulSet set) {
            return Optional.of(set.getSpec().getTemplate());
        } else if (object instanceof Job job) {
            return Optional.of(job.getSpec().getTemplate());
        } else if (object instanceof CronJob cronJob) {
            return Optional.of(cronJob.getSpec().getJobTemplate().getSpec().getTemplate());
        }
        return Optional.empty();
    }

    private static Workload ofPod(HasMetadata object, PodTemplateSpec template) {
        PodSpec pod = template.getSpec();
        return new Workload(
                object.getKind() + " " + object.getMetadata().getName(),
                template.getMetadata().getLabels(),
                pod.getInitContainers(),
                pod.getContainers(),
                pod.getVolumes(),
                pod.getSecurityContext(),
                pod.getServiceAccountName(),
                pod.getAutomountServiceAccountToken(),
                pod.getEnableServiceLinks(),
                Stream.of(pod.getHostNetwork(), pod.getHostPID(), pod.getHostIPC())
                        .anyMatch(Boolean.TRUE::equals));
    }

    /** Knative allows neither a security context of the pod nor to say whether a token is mounted: others say so. */
    private static Workload ofKnative(io.fabric8.knative.serving.v1.Service service) {
        var template = service.getSpec().getTemplate();
        var revision = template.getSpec();
        return new Workload(
                "Knative Service " + service.getMetadata().getName(),
                template.getMetadata().getLabels(),
                revision.getInitContainers(),
                revision.getContainers(),
                revision.getVolumes(),
                revision.getSecurityContext(),
                revision.getServiceAccountName(),
                revision.getAutomountServiceAccountToken(),
                revision.getEnableServiceLinks(),
                Stream.of(revision.getHostNetwork(), revision.getHostPID(), revision.getHostIPC())
                        .anyMatch(Boolean.TRUE::equals));
    }

    Stream<Container> everyContainer() {
        return Stream.concat(initContainers.stream(), containers.stream());
    }

    boolean isSelectedBy(Map<String, String> selector) {
        return labels.entrySet().containsAll(selector.entrySet());
    }

    boolean hasPort(String portName) {
        return containers.stream()
                .flatMap(container -> container.getPorts().stream())
                .anyMatch(port -> portName.equals(port.getName()));
    }
}

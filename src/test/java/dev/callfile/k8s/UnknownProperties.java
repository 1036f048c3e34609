package dev.callfile.k8s;

import io.fabric8.kubernetes.api.model.Quantity;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;

/** Finds what the models keep beside what they know: a property that nobody knows is a misspelling. */
class UnknownProperties {

    private UnknownProperties() {}

    static void collect(Object node, String path, List<String> unknown) {
        if (node instanceof List<?> items) {
            for (int i = 0; i < items.size(); i++) {
                collect(items.get(i), path + "[" + i + "]", unknown);
            }
        } else if (node instanceof Map<?, ?> entries) {
            entries.forEach((key, value) -> collect(value, path + "." + key, unknown));
        } else if (node instanceof Quantity quantity) {
            // Fails where it is no number with a unit that Kubernetes has.
            quantity.getNumericalAmount();
        } else if (node != null && node.getClass().getName().startsWith("io.fabric8.")) {
            for (Method getter : node.getClass().getMethods()) {
                if (isGetter(getter)) {
                    collectFrom(node, getter, path, unknown);
                }
            }
        }
    }

    private static void collectFrom(Object node, Method getter, String path, List<String> unknown) {
        Object value;
        try {
            value = getter.invoke(node);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(path + " " + getter.getName(), e);
        }
        if (getter.getName().equals("getAdditionalProperties")) {
            ((Map<?, ?>) value).keySet().forEach(name -> unknown.add(path + "." + name));
        } else {
            collect(value, path + "." + getter.getName().substring("get".length()), unknown);
        }
    }

    private static boolean isGetter(Method method) {
        return method.getName().startsWith("get")
                && method.getParameterCount() == 0
                && !Modifier.isStatic(method.getModifiers())
                && !method.getDeclaringClass().equals(Object.class);
    }
}

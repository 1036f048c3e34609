package dev.callfile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What Jackson reads and writes by reflection is registered for it; on the JVM nothing would tell. A record is Jackson's
 * where it names its columns for Jackson, or where {@code call} passes its class on, as to {@code Rows.read}.
 */
class NativeReflectionTest {

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.callfile");

    @Test
    void recordsOfJackson_areRegistered() {
        Set<String> registered =
                reachable(Stream.concat(annotated(), returnedByResources()).collect(Collectors.toSet()));

        List<String> forgotten = ofJackson()
                .map(JavaClass::getName)
                .filter(name -> !registered.contains(name))
                .distinct()
                .sorted()
                .toList();

        assertEquals(List.of(), forgotten, "they need @RegisterForReflection(registerFullHierarchy = true)");
    }

    private static Stream<JavaClass> ofJackson() {
        Stream<JavaClass> passedOn = OURS.stream()
                .filter(any -> any.getPackageName().equals("dev.callfile.call"))
                .flatMap(any -> any.getReferencedClassObjects().stream())
                .map(ReferencedClassObject::getValue)
                .map(JavaClass::getBaseComponentType);
        Stream<JavaClass> named = OURS.stream().filter(any -> any.isAnnotatedWith(JsonNaming.class));
        return Stream.concat(passedOn, named).filter(any -> any.isRecord() && isOurs(any));
    }

    private static Stream<JavaClass> annotated() {
        return OURS.stream()
                .filter(any -> any.tryGetAnnotationOfType(RegisterForReflection.class)
                        .filter(RegisterForReflection::registerFullHierarchy)
                        .isPresent());
    }

    /** Quarkus registers these, and what they consist of. */
    private static Stream<JavaClass> returnedByResources() {
        return OURS.stream()
                .filter(any -> any.isAnnotatedWith(Path.class))
                .flatMap(resource -> resource.getMethods().stream())
                .map(JavaMethod::getReturnType)
                .flatMap(type -> type.getAllInvolvedRawTypes().stream());
    }

    private static Set<String> reachable(Set<JavaClass> roots) {
        Set<String> reached = new TreeSet<>();
        Deque<JavaClass> open = new ArrayDeque<>(roots);
        while (!open.isEmpty()) {
            JavaClass next = open.pop();
            if (isOurs(next) && reached.add(next.getName())) {
                next.getFields().stream()
                        .map(JavaField::getType)
                        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                        .forEach(open::push);
            }
        }
        return reached;
    }

    private static boolean isOurs(JavaClass any) {
        return any.getPackageName().startsWith("dev.callfile")
                && !any.getPackageName().equals("dev.callfile.local");
    }
}

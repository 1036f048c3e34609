package dev.callfile;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/** The package table of CONTRIBUTING.md. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.callfile");

    @Test
    void packages_knowOnlyWhomTheyMay() {
        check(layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.callfile..")
                .layer("main")
                .definedBy("dev.callfile")
                .layer("call")
                .definedBy("dev.callfile.call")
                .layer("twilio")
                .definedBy("dev.callfile.twilio..")
                .layer("api")
                .definedBy("dev.callfile.api")
                .layer("access")
                .definedBy("dev.callfile.access")
                .layer("problem")
                .definedBy("dev.callfile.problem")
                .layer("edge")
                .definedBy("dev.callfile.edge")
                .layer("http")
                .definedBy("dev.callfile.http")
                .layer("trace")
                .definedBy("dev.callfile.trace")
                .layer("local")
                .definedBy("dev.callfile.local")
                .whereLayer("main")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("api")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("edge")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("trace")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("local")
                .mayOnlyBeAccessedByLayers("main")
                .whereLayer("twilio")
                .mayOnlyBeAccessedByLayers("local")
                .whereLayer("call")
                .mayOnlyBeAccessedByLayers("main", "twilio", "api")
                .whereLayer("access")
                .mayOnlyBeAccessedByLayers("api")
                .whereLayer("http")
                .mayOnlyBeAccessedByLayers("twilio", "api")
                .whereLayer("problem")
                .mayOnlyBeAccessedByLayers("twilio", "api", "edge"));
    }

    @Test
    void persistence_staysInCall() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("dev.callfile.call")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta.persistence..", "org.hibernate..", "io.quarkus.hibernate..", "javax.sql.."));
    }

    @Test
    void transactions_stayInCall() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("dev.callfile.call")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.transaction..", "io.quarkus.narayana.."));
    }

    @Test
    void twiliosSdk_staysInTwilio() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("dev.callfile.twilio..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.twilio.."));
    }

    @Test
    void embeddedPostgres_isNamedOnlyByWhatIsAskedForByName() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.callfile.local.LocalServices")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.zonky.."));
    }

    @Test
    void packages_haveNoCircles() {
        check(SlicesRuleDefinition.slices()
                .matching("dev.callfile.(**)")
                .should()
                .beFreeOfCycles());
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The order of this module's packages, and what the module may use. */
class ArchitectureTest {

    private static final String ROOT = "dev.rollcall.servlet";
    private static final String INTERNAL = ROOT + ".internal";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void packagesHaveAnOrder() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("held")
                .definedBy(INTERNAL + ".held")
                .layer("http")
                .definedBy(INTERNAL + ".http")
                .layer("sse")
                .definedBy(INTERNAL + ".sse")
                .layer("websocket")
                .definedBy(INTERNAL + ".websocket")
                .layer("host")
                .definedBy(ROOT)
                .whereLayer("held")
                .mayNotAccessAnyLayer()
                .whereLayer("http")
                .mayNotAccessAnyLayer()
                .whereLayer("sse")
                .mayOnlyAccessLayers("held")
                .whereLayer("websocket")
                .mayOnlyAccessLayers("held", "http")
                .whereLayer("host")
                .mayNotBeAccessedByAnyLayer()
                .check(CLASSES);
    }

    @Test
    void everyPackageHasAPlaceInTheOrder() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
                .containsExactlyInAnyOrder(
                        ROOT, INTERNAL + ".held", INTERNAL + ".http", INTERNAL + ".sse", INTERNAL + ".websocket");
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void noPackageHasMoreThanTwelveTypes() {
        assertThat(CLASSES.stream()
                        .filter(JavaClass::isTopLevelClass)
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .collect(groupingBy(JavaClass::getPackageName, counting())))
                .allSatisfy((name, types) -> assertThat(types).as(name).isLessThanOrEqualTo(12));
    }

    @Test
    void knowsTheContractAndTheServletApiOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "jakarta.servlet..",
                        "jakarta.websocket..",
                        "org.jspecify.annotations..",
                        "org.slf4j",
                        "dev.rollcall.core..",
                        "dev.rollcall.protocol..",
                        ROOT + "..")
                .check(CLASSES);
    }

    @Test
    void onlyTheWebSocketPackageNeedsJakartaWebSocket() {
        noClasses()
                .that()
                .resideOutsideOfPackage(INTERNAL + ".websocket")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.websocket..")
                .check(CLASSES);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.demo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "dev.rollcall.demo";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void packagesUseOnlyLowerPackages() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("shop")
                .definedBy(ROOT + ".shop")
                .layer("visitors")
                .definedBy(ROOT + ".visitors")
                .layer("demo")
                .definedBy(ROOT)
                .whereLayer("shop")
                .mayNotAccessAnyLayer()
                .whereLayer("visitors")
                .mayOnlyAccessLayers("shop")
                .whereLayer("demo")
                .mayNotBeAccessedByAnyLayer()
                .check(CLASSES);
    }

    @Test
    void everyPackageHasItsPlaceAndAtMostTwelveTypes() {
        Map<String, Long> types = CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(types.keySet()).containsExactlyInAnyOrder(ROOT, ROOT + ".shop", ROOT + ".visitors");
        assertThat(types).allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(12));
    }

    @Test
    void packagesFormNoCircles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheProgramUsesTheServer() {
        classes()
                .that()
                .resideInAnyPackage(ROOT + ".shop", ROOT + ".visitors")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify.annotations..",
                        "org.slf4j",
                        "dev.rollcall.core..",
                        "dev.rollcall.protocol..",
                        ROOT + "..")
                .check(CLASSES);
    }

    @Test
    void theProgramUsesWhatTheServerOffers() {
        classes()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify.annotations..",
                        "dev.rollcall.core..",
                        "dev.rollcall.protocol..",
                        "dev.rollcall.server.command",
                        "dev.rollcall.server.run",
                        "dev.rollcall.server.settings",
                        ROOT + "..")
                .check(CLASSES);
    }
}

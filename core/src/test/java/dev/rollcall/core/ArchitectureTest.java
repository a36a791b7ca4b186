// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "dev.rollcall.core";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void coreNeedsTheJdkAndALoggingFacadeAndNothingElse() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify.annotations..", "org.slf4j", ROOT + "..")
                .check(CLASSES);
    }

    @Test
    void coreDoesNoInputOrOutput() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages("java.io..", "java.net..", "java.nio.channels..", "java.nio.file..")
                .check(CLASSES);
    }

    @Test
    void lowerPackagesDoNotKnowHigherOnes() {
        assertThat(CLASSES.size()).isGreaterThan(30);
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("time")
                .definedBy(ROOT + ".time")
                .layer("connection")
                .definedBy(ROOT + ".connection")
                .layer("telemetry")
                .definedBy(ROOT + ".telemetry")
                .layer("stats")
                .definedBy(ROOT + ".stats")
                .layer("match")
                .definedBy(ROOT + ".match")
                .layer("hook")
                .definedBy(ROOT + ".hook")
                .layer("rollout")
                .definedBy(ROOT + ".rollout")
                .layer("facade")
                .definedBy(ROOT)
                .whereLayer("time")
                .mayNotAccessAnyLayer()
                .whereLayer("connection")
                .mayOnlyAccessLayers("time")
                .whereLayer("telemetry")
                .mayOnlyAccessLayers("connection")
                .whereLayer("stats")
                .mayOnlyAccessLayers("time", "connection", "telemetry")
                .whereLayer("match")
                .mayOnlyAccessLayers("connection")
                .whereLayer("hook")
                .mayOnlyAccessLayers("time", "connection", "telemetry", "stats", "match")
                .whereLayer("rollout")
                .mayOnlyAccessLayers("time", "connection", "match")
                .whereLayer("facade")
                .mayNotBeAccessedByAnyLayer()
                .check(CLASSES);
    }

    @Test
    void everyPackageStandsInALayer() {
        assertThat(CLASSES.stream().map(one -> one.getPackageName()).distinct())
                .containsExactlyInAnyOrder(
                        ROOT,
                        ROOT + ".time",
                        ROOT + ".connection",
                        ROOT + ".telemetry",
                        ROOT + ".stats",
                        ROOT + ".match",
                        ROOT + ".hook",
                        ROOT + ".rollout");
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}

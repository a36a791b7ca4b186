// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which module may know which; each module is one package below {@code dev.rollcall}. */
class ArchitectureTest {

    private static final String ROOT = "dev.rollcall.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.rollcall");

    @Test
    void allModulesAreLookedAt() {
        for (String module : List.of("core", "protocol", "netty", "server", "testkit")) {
            assertThat(CLASSES.stream().map(JavaClass::getPackageName))
                    .as(module)
                    .contains(ROOT + module);
        }
    }

    @Test
    void arrowsBetweenModulesPointOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("core")
                .definedBy(ROOT + "core..")
                .layer("protocol")
                .definedBy(ROOT + "protocol..")
                .layer("netty")
                .definedBy(ROOT + "netty..")
                .layer("testkit")
                .definedBy(ROOT + "testkit..")
                .layer("server")
                .definedBy(ROOT + "server..")
                .whereLayer("core")
                .mayNotAccessAnyLayer()
                .whereLayer("protocol")
                .mayOnlyAccessLayers("core")
                .whereLayer("netty")
                .mayOnlyAccessLayers("protocol", "core")
                .whereLayer("testkit")
                .mayOnlyAccessLayers("protocol", "core")
                .whereLayer("server")
                .mayOnlyAccessLayers("netty", "protocol", "core")
                .check(CLASSES);
    }

    @Test
    void nothingDependsOnExamplesOrBenchmarks() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + "bench..", ROOT + "examples..")
                .check(CLASSES);
    }

    @Test
    void onlyHostsKnowTheirServer() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "core..", ROOT + "protocol..", ROOT + "testkit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "jakarta.servlet..", "org.springframework..")
                .check(CLASSES);
    }

    @Test
    void whatIsInternalToTheNettyHostStaysThere() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "netty..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "netty.internal..")
                .check(CLASSES);
    }
}

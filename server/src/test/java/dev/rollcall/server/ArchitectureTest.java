// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.rollcall.core.setting.Placeholder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Which module may use which (each is one package below {@code dev.rollcall}), and which package of the server may use
 * which.
 */
class ArchitectureTest {

    private static final String ROOT = "dev.rollcall.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.rollcall");

    private static final String SERVER = ROOT + "server";
    private static final JavaClasses OWN = CLASSES.that(JavaClass.Predicates.resideInAPackage(SERVER + ".."));

    private static final SliceAssignment TOP_LEVEL_CLASSES = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getName().replaceFirst("\\$.*", ""));
        }

        @Override
        public String getDescription() {
            return "top-level classes";
        }
    };

    @Test
    void allModulesAreSeen() {
        for (String module : List.of("core", "protocol", "auth", "journal", "redis", "netty", "server", "testkit")) {
            assertThat(CLASSES.stream().map(JavaClass::getPackageName))
                    .as(module)
                    .contains(ROOT + module);
        }
    }

    @Test
    void modulesUseOnlyLowerModules() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("core")
                .definedBy(ROOT + "core..")
                .layer("protocol")
                .definedBy(ROOT + "protocol..")
                .layer("auth")
                .definedBy(ROOT + "auth..")
                .layer("journal")
                .definedBy(ROOT + "journal..")
                .layer("redis")
                .definedBy(ROOT + "redis..")
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
                .whereLayer("auth")
                .mayOnlyAccessLayers("protocol", "core")
                .whereLayer("journal")
                .mayOnlyAccessLayers("core")
                .whereLayer("redis")
                .mayOnlyAccessLayers("protocol", "core")
                .whereLayer("netty")
                .mayOnlyAccessLayers("protocol", "core")
                .whereLayer("testkit")
                .mayOnlyAccessLayers("protocol", "core")
                .whereLayer("server")
                .mayOnlyAccessLayers("auth", "journal", "redis", "netty", "protocol", "core")
                .check(CLASSES);
    }

    @Test
    void nothingUsesDemoExamplesOrBenchmarks() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + "demo..", ROOT + "bench..", ROOT + "examples..")
                .check(CLASSES);
    }

    @Test
    void packagesUseOnlyLowerPackages() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("settings")
                .definedBy(SERVER + ".settings")
                .layer("load")
                .definedBy(SERVER + ".load")
                .layer("logging")
                .definedBy(SERVER + ".logging")
                .layer("metrics")
                .definedBy(SERVER + ".metrics")
                .layer("audit")
                .definedBy(SERVER + ".audit")
                .layer("store")
                .definedBy(SERVER + ".store")
                .layer("run")
                .definedBy(SERVER + ".run")
                .layer("remote")
                .definedBy(SERVER + ".remote")
                .layer("screen")
                .definedBy(SERVER + ".screen")
                .layer("operate")
                .definedBy(SERVER + ".operate..")
                .layer("command")
                .definedBy(SERVER + ".command")
                .layer("main")
                .definedBy(SERVER)
                .whereLayer("settings")
                .mayNotAccessAnyLayer()
                .whereLayer("load")
                .mayOnlyAccessLayers("settings")
                .whereLayer("logging")
                .mayOnlyAccessLayers("settings")
                .whereLayer("metrics")
                .mayNotAccessAnyLayer()
                .whereLayer("audit")
                .mayNotAccessAnyLayer()
                .whereLayer("store")
                .mayNotAccessAnyLayer()
                .whereLayer("run")
                .mayOnlyAccessLayers("settings", "metrics", "audit", "store", "logging")
                .whereLayer("remote")
                .mayNotAccessAnyLayer()
                .whereLayer("screen")
                .mayNotAccessAnyLayer()
                .whereLayer("operate")
                .mayOnlyAccessLayers("remote", "screen")
                .whereLayer("command")
                .mayOnlyAccessLayers("settings", "load", "logging", "run", "operate", "remote", "screen")
                .whereLayer("main")
                .mayOnlyAccessLayers("command")
                .check(OWN);
    }

    @Test
    void everyPackageHasItsPlaceAndAtMostTwelveTypes() {
        Map<String, Long> types = OWN.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(types.keySet())
                .containsExactlyInAnyOrder(
                        SERVER,
                        SERVER + ".settings",
                        SERVER + ".load",
                        SERVER + ".logging",
                        SERVER + ".metrics",
                        SERVER + ".audit",
                        SERVER + ".store",
                        SERVER + ".run",
                        SERVER + ".remote",
                        SERVER + ".screen",
                        SERVER + ".operate",
                        SERVER + ".operate.look",
                        SERVER + ".operate.act",
                        SERVER + ".operate.rollout",
                        SERVER + ".command");
        assertThat(types).allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(12));
    }

    @Test
    void packagesFormNoCircles() {
        slices().matching(SERVER + ".(*)..").should().beFreeOfCycles().check(OWN);
    }

    @Test
    void classesFormNoCircles() {
        slices().assignedFrom(TOP_LEVEL_CLASSES).should().beFreeOfCycles().check(OWN);
    }

    @Test
    void onlyTheCommandLineUsesItsParser() {
        noClasses()
                .that()
                .resideOutsideOfPackage(SERVER + ".command")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(OWN);
    }

    /**
     * A command that only asks a server something loads nothing that takes long. A placeholder is a class that needs no
     * other class.
     */
    @Test
    void commandsForARunningServerNeedNoServer() {
        noClasses()
                .that()
                .resideInAnyPackage(SERVER + ".remote", SERVER + ".screen", SERVER + ".operate..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "io.netty..",
                                "org.slf4j..",
                                "java.net.http..",
                                ROOT + "core..",
                                ROOT + "netty..",
                                ROOT + "redis..")
                        .and(not(type(Placeholder.class))))
                .check(OWN);
    }

    @Test
    void onlyHostsKnowTheirServer() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "core..", ROOT + "protocol..", ROOT + "auth..", ROOT + "testkit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "jakarta.servlet..", "org.springframework..")
                .check(CLASSES);
    }

    @Test
    void onlyAuthUsesTheJoseLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "auth..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.nimbusds..")
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

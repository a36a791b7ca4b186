// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.AutoConfiguration;

/** The order of this module's packages, and what the module may use. */
class ArchitectureTest {

    private static final String ROOT = "dev.rollcall.spring";

    private static final String IMPORTS =
            "/META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void packagesHaveAnOrder() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("application")
                .definedBy(ROOT)
                .layer("start")
                .definedBy(ROOT + ".start")
                .layer("settings")
                .definedBy(ROOT + ".settings")
                .layer("auth")
                .definedBy(ROOT + ".auth")
                .layer("cluster")
                .definedBy(ROOT + ".cluster")
                .layer("hook")
                .definedBy(ROOT + ".hook")
                .layer("contract")
                .definedBy(ROOT + ".contract")
                .layer("session")
                .definedBy(ROOT + ".session")
                .layer("chain")
                .definedBy(ROOT + ".chain")
                .layer("security")
                .definedBy(ROOT + ".security")
                .layer("servlet")
                .definedBy(ROOT + ".servlet")
                .layer("reactive")
                .definedBy(ROOT + ".reactive")
                .layer("netty")
                .definedBy(ROOT + ".netty")
                .layer("actuator")
                .definedBy(ROOT + ".actuator")
                .whereLayer("application")
                .mayNotAccessAnyLayer()
                .whereLayer("start")
                .mayOnlyAccessLayers("application")
                .whereLayer("settings")
                .mayOnlyAccessLayers("application")
                .whereLayer("auth")
                .mayOnlyAccessLayers("contract", "settings", "application")
                .whereLayer("cluster")
                .mayOnlyAccessLayers("settings", "application")
                .whereLayer("session")
                .mayOnlyAccessLayers("settings", "application")
                .whereLayer("hook")
                .mayOnlyAccessLayers("application")
                .whereLayer("contract")
                .mayOnlyAccessLayers("session", "hook", "cluster", "settings", "application")
                .whereLayer("chain")
                .mayNotAccessAnyLayer()
                .whereLayer("security")
                .mayOnlyAccessLayers("chain", "session", "contract", "settings", "application")
                .whereLayer("servlet")
                .mayOnlyAccessLayers("hook", "security", "session", "contract", "settings", "application")
                .whereLayer("reactive")
                .mayOnlyAccessLayers("hook", "security", "session", "contract", "settings", "application")
                .whereLayer("netty")
                .mayOnlyAccessLayers("contract", "settings", "application")
                .whereLayer("actuator")
                .mayOnlyAccessLayers("contract", "settings", "application")
                .check(CLASSES);
    }

    @Test
    void everyPackageHasAPlaceInTheOrder() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
                .containsExactlyInAnyOrder(
                        ROOT,
                        ROOT + ".start",
                        ROOT + ".settings",
                        ROOT + ".auth",
                        ROOT + ".cluster",
                        ROOT + ".hook",
                        ROOT + ".contract",
                        ROOT + ".session",
                        ROOT + ".chain",
                        ROOT + ".security",
                        ROOT + ".servlet",
                        ROOT + ".reactive",
                        ROOT + ".netty",
                        ROOT + ".actuator");
    }

    /** They must load with a Boot that is too old, to report that. */
    @Test
    void whatChecksBootsVersionNeedsNothingOfBoot4() {
        noClasses()
                .that()
                .haveSimpleName("BootVersionCheck")
                .or()
                .haveSimpleName("RollcallFailureAnalyzer")
                .or()
                .haveSimpleName("RollcallStartException")
                .should()
                .dependOnClassesThat(resideInAPackage("org.springframework..")
                        .and(not(resideInAnyPackage(
                                "org.springframework.context",
                                "org.springframework.core.env",
                                "org.springframework.boot.diagnostics")))
                        .and(not(type(SpringBootVersion.class))))
                .check(CLASSES);
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
    void onlyThosePackagesKnowTheDenseHostThatNeedIt() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".netty", ROOT + ".reactive", ROOT + ".settings")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.rollcall.netty..")
                .check(CLASSES);
    }

    @Test
    void knowsOnlyWhatHostsOffer() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.rollcall.server..",
                        "dev.rollcall.testkit..",
                        "dev.rollcall.servlet.internal..",
                        "dev.rollcall.netty.*..")
                .check(CLASSES);
    }

    @Test
    void autoConfigurationsAreFinalPublicAndRegistered() throws IOException {
        List<JavaClass> all = CLASSES.stream()
                .filter(type -> type.isAnnotatedWith(AutoConfiguration.class))
                .toList();
        assertThat(all)
                .allSatisfy(type -> assertThat(type.getModifiers())
                        .as(type.getName())
                        .contains(JavaModifier.PUBLIC, JavaModifier.FINAL));
        try (InputStream in = Objects.requireNonNull(ArchitectureTest.class.getResourceAsStream(IMPORTS))) {
            String registered = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(registered.lines())
                    .containsExactlyInAnyOrderElementsOf(
                            all.stream().map(JavaClass::getName).toList());
        }
    }
}

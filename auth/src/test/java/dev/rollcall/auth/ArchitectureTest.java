// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth;

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
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The order of this module's packages and their dependencies. */
class ArchitectureTest {

    private static final String ROOT = "dev.rollcall.auth";
    private static final int MAX_TYPES = 12;

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void waysToTellDoNotKnowEachOther() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("root")
                .definedBy(ROOT)
                .layer("http")
                .definedBy(ROOT + ".http")
                .layer("jwt")
                .definedBy(ROOT + ".jwt")
                .layer("iron")
                .definedBy(ROOT + ".iron")
                .layer("callback")
                .definedBy(ROOT + ".callback")
                .layer("settings")
                .definedBy(ROOT + ".settings")
                .whereLayer("settings")
                .mayOnlyAccessLayers("root", "jwt", "iron", "callback")
                .whereLayer("root")
                .mayNotAccessAnyLayer()
                .whereLayer("http")
                .mayNotAccessAnyLayer()
                .whereLayer("jwt")
                .mayOnlyAccessLayers("root", "http")
                .whereLayer("iron")
                .mayOnlyAccessLayers("root")
                .whereLayer("callback")
                .mayOnlyAccessLayers("http")
                .check(CLASSES);
    }

    @Test
    void everyPackageIsInALayer() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
                .containsExactlyInAnyOrder(
                        ROOT, ROOT + ".http", ROOT + ".jwt", ROOT + ".iron", ROOT + ".callback", ROOT + ".settings");
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void noPackageHasMoreThanTwelveTypes() {
        Map<String, Long> types = CLASSES.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getPackageName, counting()));
        assertThat(types).allSatisfy((name, count) -> assertThat(count).isLessThanOrEqualTo(MAX_TYPES));
    }

    @Test
    void onlyJwtAndIronUseTheJoseLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".jwt", ROOT + ".iron")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.nimbusds..")
                .check(CLASSES);
    }

    @Test
    void onlyHttpOpensConnections() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".http")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.http.HttpClient")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.URLConnection")
                .check(CLASSES);
    }

    @Test
    void nothingElseIsUsed() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.crypto..",
                        "org.jspecify.annotations..",
                        "org.slf4j",
                        "com.nimbusds..",
                        "dev.rollcall.core..",
                        "dev.rollcall.protocol..",
                        ROOT + "..")
                .check(CLASSES);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The size of this module, and what it may use. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.rollcall.spring.test");

    @Test
    void thePackageHasNoMoreThanTwelveTypes() {
        assertThat(CLASSES.stream()
                        .filter(JavaClass::isTopLevelClass)
                        .filter(type -> !type.getSimpleName().equals("package-info")))
                .hasSizeBetween(1, 12);
    }

    @Test
    void itKnowsNoHostAndNothingOfTheTestkitButTheClock() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.rollcall.netty..",
                        "dev.rollcall.servlet..",
                        "dev.rollcall.server..",
                        "dev.rollcall.testkit.client..",
                        "dev.rollcall.testkit.contract..",
                        "org.junit..",
                        "org.assertj..")
                .check(CLASSES);
    }
}

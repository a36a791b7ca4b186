// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.journal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "dev.rollcall.journal";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void itNeedsTheJournalOfTheCoreAndNothingElse() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify.annotations..",
                        "org.slf4j",
                        "dev.rollcall.core",
                        "dev.rollcall.core.journal",
                        "dev.rollcall.core.setting",
                        "dev.rollcall.core.time",
                        "dev.rollcall.core.fault",
                        ROOT)
                .check(CLASSES);
    }

    @Test
    void onlyTheFileItselfAndItsLockTouchTheDisk() {
        noClasses()
                .that()
                .haveNameNotMatching(ROOT + "\\.(JournalFile|FileReader|DirectoryLock)")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.nio.channels..")
                .check(CLASSES);
    }

    @Test
    void twoPublicTypesAndAtMostTwelveInAll() {
        assertThat(CLASSES.stream()
                        .filter(JavaClass::isTopLevelClass)
                        .filter(type -> !type.getSimpleName().equals("package-info")))
                .hasSizeLessThanOrEqualTo(12)
                .filteredOn(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .extracting(JavaClass::getSimpleName)
                .containsExactlyInAnyOrder("ConfiguredJournal", "FileJournal");
    }
}

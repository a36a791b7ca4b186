// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What this module may use. */
class ArchitectureTest {

    private static final String ROOT = "dev.rollcall.redis";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void usesTheContractAndOneClientOfRedis() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify.annotations..",
                        "io.lettuce.core..",
                        "io.netty.util.concurrent",
                        "org.slf4j",
                        "dev.rollcall.core..",
                        "dev.rollcall.protocol..",
                        ROOT)
                .check(CLASSES);
    }

    @Test
    void hasAtMostTwelveTypes() {
        assertThat(CLASSES.stream()
                        .filter(JavaClass::isTopLevelClass)
                        .filter(type -> !type.getSimpleName().equals("package-info")))
                .hasSizeLessThanOrEqualTo(12);
    }

    @Test
    void hasFewPublicTypes() {
        assertThat(CLASSES.stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(type -> type.getSimpleName()))
                .containsExactlyInAnyOrder("RedisAddress", "RedisBackplane", "RedisJournal", "RedisSettings");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages of this module: their order, their size, and what other modules may use. */
class ArchitectureTest {

    private static final String ROOT = "dev.rollcall.netty";
    private static final String INTERNAL = ROOT + ".internal.";
    private static final int MAX_TYPES = 12;

    /** From the bottom up: each package may use only those before it. */
    private static final List<String> ORDER =
            List.of("flow", "frame", "held", "serving", "http", "http2", "tls", "dense", "guest", "accept");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void lowerPackagesDoNotUseHigherOnes() {
        LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String name : ORDER) {
            layers = layers.layer(name).definedBy(INTERNAL + name);
        }
        List<String> lower = new ArrayList<>();
        for (String name : ORDER) {
            layers = lower.isEmpty()
                    ? layers.whereLayer(name).mayNotAccessAnyLayer()
                    : layers.whereLayer(name).mayOnlyAccessLayers(lower.toArray(String[]::new));
            lower.add(name);
        }
        layers.check(CLASSES);
    }

    @Test
    void noInternalPackageUsesThePublicTypes() {
        noClasses()
                .that()
                .resideInAPackage(INTERNAL + ".")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(CLASSES);
    }

    @Test
    void everyPackageHasAPlaceInTheOrder() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Stream.of(ROOT), ORDER.stream().map(name -> INTERNAL + name))
                                .toList());
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching(ROOT + ".internal.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void noPackageHasMoreThanTwelveTypes() {
        Map<String, Long> types =
                topLevel().collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(types)
                .isNotEmpty()
                .allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(MAX_TYPES));
    }

    @Test
    void onlyTheHostsAreOutsideOfTheInternalPackages() {
        assertThat(topLevel().filter(type -> type.getPackageName().equals(ROOT)))
                .allMatch(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .extracting(JavaClass::getSimpleName)
                .containsExactlyInAnyOrder(
                        "NettyHost", "NettyHostBuilder", "NettySettings", "NettyGuest", "PortUnavailableException");
    }

    private static Stream<JavaClass> topLevel() {
        return CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"));
    }
}

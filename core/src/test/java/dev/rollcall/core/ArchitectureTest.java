// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "dev.rollcall.core";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** Lower ones first. A package may use only those before it. */
    private static final List<String> ORDER = List.of(
            "fault",
            "event",
            "time",
            "text",
            "setting",
            "message",
            "node",
            "funnel",
            "connection",
            "telemetry",
            "counts",
            "match",
            "command",
            "backplane",
            "cluster",
            "moving",
            "member",
            "journal",
            "stats",
            "wave",
            "receipt",
            "rollout",
            "deployment",
            "adoption",
            "hook");

    /** Packages on the same level do not know each other. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("fault", Set.of()),
            Map.entry("event", Set.of("fault")),
            Map.entry("time", Set.of("fault")),
            Map.entry("text", Set.of()),
            Map.entry("setting", Set.of("text")),
            Map.entry("message", Set.of("text")),
            Map.entry("node", Set.of()),
            Map.entry("connection", Set.of("text", "time", "message", "node")),
            Map.entry("telemetry", Set.of("time", "connection")),
            Map.entry("counts", Set.of("text", "connection")),
            Map.entry("match", Set.of("time", "text", "connection")),
            Map.entry("command", Set.of("time", "text", "message", "node", "match")),
            Map.entry("journal", Set.of("fault", "time")),
            Map.entry("moving", Set.of("time", "node", "connection", "counts", "cluster")),
            Map.entry("backplane", Set.of("node")),
            Map.entry("funnel", Set.of("node")),
            Map.entry(
                    "cluster",
                    Set.of("fault", "time", "node", "funnel", "connection", "counts", "command", "backplane")),
            Map.entry("wave", Set.of("time", "message", "node", "funnel", "connection", "match", "command", "cluster")),
            Map.entry("receipt", Set.of("time", "node", "funnel", "match", "command", "journal", "cluster", "wave")),
            Map.entry(
                    "stats",
                    Set.of(
                            "time",
                            "setting",
                            "message",
                            "node",
                            "connection",
                            "telemetry",
                            "counts",
                            "match",
                            "journal",
                            "cluster")),
            Map.entry(
                    "rollout",
                    Set.of(
                            "fault",
                            "time",
                            "text",
                            "message",
                            "node",
                            "connection",
                            "match",
                            "counts",
                            "command",
                            "funnel",
                            "wave",
                            "receipt",
                            "journal",
                            "cluster")),
            Map.entry(
                    "deployment",
                    Set.of("event", "time", "text", "telemetry", "command", "cluster", "node", "rollout")),
            Map.entry("adoption", Set.of("event", "time", "match", "counts", "cluster", "rollout")),
            Map.entry("hook", Set.of("fault", "time", "message", "connection", "telemetry", "stats")));

    @Test
    void coreNeedsTheJdkALoggingFacadeAndRe2AndNothingElse() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify.annotations..", "org.slf4j", "com.google.re2j", ROOT + "..")
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
        MAY_USE.forEach((name, used) -> {
            assertThat(ORDER.subList(0, ORDER.indexOf(name))).containsAll(used);
            List<String> allowed = new ArrayList<>(List.of(ROOT + "." + name));
            used.forEach(lower -> allowed.add(ROOT + "." + lower));
            classes()
                    .that()
                    .resideInAPackage(ROOT + "." + name)
                    .should(onlyUse(allowed))
                    .check(CLASSES);
        });
    }

    private static ArchCondition<JavaClass> onlyUse(List<String> packages) {
        return ArchConditions.onlyDependOnClassesThat(
                JavaClass.Predicates.resideInAnyPackage(packages.toArray(new String[0]))
                        .or(JavaClass.Predicates.resideOutsideOfPackage(ROOT + "..")));
    }

    @Test
    void everyPackageHasItsFloor() {
        assertThat(CLASSES.size()).isGreaterThan(50);
        List<String> all = new ArrayList<>(List.of(ROOT));
        ORDER.forEach(name -> all.add(ROOT + "." + name));
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct()).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void packagesFormNoCircles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void aPackageHasAtMostTwelveTypes() {
        Map<String, Long> types = CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        types.remove(ROOT + ".connection"); // its package-info says why
        assertThat(types).allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(12));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
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
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "dev.rollcall.protocol";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** Lower ones first. A package may use only those before it. */
    private static final List<String> ORDER = List.of(
            "json",
            "wire",
            "http",
            "http.address",
            "http.guard",
            "metrics",
            "admin.access",
            "options",
            "command",
            "deployment",
            "webhook",
            "node",
            "tab.limit",
            "tab.forward",
            "tab.input",
            "tab",
            "admin.list",
            "admin.token",
            "admin.rollout",
            "admin");

    @Test
    void lowerPackagesDoNotKnowHigherOnes() {
        for (int i = 0; i < ORDER.size(); i++) {
            List<String> allowed = new ArrayList<>();
            ORDER.subList(0, i + 1).forEach(name -> allowed.add(ROOT + "." + name));
            classes()
                    .that()
                    .resideInAPackage(ROOT + "." + ORDER.get(i))
                    .should(onlyUse(allowed))
                    .check(CLASSES);
        }
    }

    private static ArchCondition<JavaClass> onlyUse(List<String> packages) {
        return ArchConditions.onlyDependOnClassesThat(
                JavaClass.Predicates.resideInAnyPackage(packages.toArray(new String[0]))
                        .or(JavaClass.Predicates.resideOutsideOfPackage(ROOT + "..")));
    }

    @Test
    void tabsAndAdminsDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".tab..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".admin..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".admin..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".tab..")
                .check(CLASSES);
    }

    @Test
    void everyPackageHasItsFloor() {
        assertThat(CLASSES.size()).isGreaterThan(80);
        List<String> all = new ArrayList<>(List.of(ROOT));
        ORDER.forEach(name -> all.add(ROOT + "." + name));
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct()).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void packagesFormNoCircles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void aPackageHasAtMostTwelveTypes() {
        Map<String, Long> types = CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        types.remove(ROOT + ".wire"); // its package-info says why
        assertThat(types).allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(12));
    }
}

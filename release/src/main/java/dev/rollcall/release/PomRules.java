// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.release;

import java.util.List;
import java.util.Set;
import org.w3c.dom.Element;

/**
 * What Maven Central wants of a published pom (https://central.sonatype.org/publish/requirements/), and that the pom needs no other
 * pom of this repository.
 */
final class PomRules {

    private static final List<String> REQUIRED = List.of(
            "modelVersion",
            "groupId",
            "artifactId",
            "version",
            "name",
            "description",
            "url",
            "licenses/license/name",
            "licenses/license/url",
            "developers/developer/name",
            "scm/url",
            "scm/connection",
            "scm/developerConnection");

    private static final Set<String> SCOPES = Set.of("", "compile", "runtime", "provided");

    private PomRules() {}

    /**
     * Checks a flattened pom.
     *
     * @param version the version of the release
     * @param problems receives what is wrong
     */
    static void check(Pom pom, String version, Problems problems) {
        String where = pom.file().toString();
        for (String path : REQUIRED) {
            problems.expect(pom.value(path) != null, where, path + ": missing");
        }
        problems.expect(
                version.equals(pom.value("version")),
                where,
                "version: " + pom.value("version") + " (expected: " + version + ")");
        problems.expect(
                pom.all("parent").isEmpty(),
                where,
                "parent: there is one (expected: none, as the flatten plugin leaves it)");
        problems.expect(!pom.text().contains("${"), where, "an expression ${...} is left (expected: none)");
        for (String list : List.of("repositories", "pluginRepositories", "distributionManagement", "modules")) {
            problems.expect(pom.all(list).isEmpty(), where, list + ": there are some (expected: none)");
        }
        for (String path : List.of("dependencies/dependency", "dependencyManagement/dependencies/dependency")) {
            pom.all(path).forEach(dependency -> dependency(dependency, where, version, problems));
        }
    }

    private static void dependency(Element dependency, String where, String release, Problems problems) {
        String name = Pom.child(dependency, "groupId") + ":" + Pom.child(dependency, "artifactId");
        String version = Pom.child(dependency, "version");
        problems.expect(!version.isEmpty(), where, name + ": no version (expected: one)");
        boolean own = name.startsWith("dev.rollcall:");
        problems.expect(
                !own || version.equals(release), where, name + ": version " + version + " (expected: " + release + ")");
        problems.expect(
                own || !version.endsWith("-SNAPSHOT"), where, name + ": version " + version + " (expected: a release)");
        problems.expect(
                !version.startsWith("[") && !version.startsWith("("), where, name + ": a range (expected: a version)");
        problems.expect(
                SCOPES.contains(Pom.child(dependency, "scope")),
                where,
                name + ": scope " + Pom.child(dependency, "scope") + " (expected: compile, runtime or provided)");
    }
}

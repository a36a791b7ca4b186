// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Checks all published modules of a repository that has been built. Not thread-safe. */
final class Check {

    static final String BOM = "rollcall-bom";

    private static final List<String> SOURCES = List.of(".java", ".ts", ".vue");
    private static final List<String> DOCUMENTATION = List.of("index.html", ".md");

    private final Problems problems = new Problems();
    private final List<Module> published;
    private final Pom root;

    private Check(Path repository) throws IOException {
        root = Pom.read(repository.resolve("pom.xml"));
        published = Module.all(repository).stream().filter(Module::isPublished).toList();
    }

    /**
     * Checks what every build makes: the BOM, the example that people copy, and the jars.
     *
     * @param repository the root of the repository
     * @return what is wrong, a line each; empty when nothing is
     * @throws IOException when a file cannot be read
     */
    static List<String> built(Path repository) throws IOException {
        Check check = new Check(repository);
        check.bom();
        Template template = Template.of(repository);
        if (Files.exists(template.folder())) {
            template.check(check.problems);
        }
        JarRules jars = new JarRules(check.problems);
        for (Module module : check.jars()) {
            jars.check(module.built(".jar"));
        }
        return check.problems.found();
    }

    /**
     * Checks what {@code -Prelease} makes, and all that {@link #built} checks.
     *
     * @param repository the root of the repository
     * @param signed whether there must be signatures
     * @return what is wrong, a line each; empty when nothing is
     * @throws IOException when a file cannot be read
     */
    static List<String> release(Path repository, boolean signed) throws IOException {
        Check check = new Check(repository);
        check.poms();
        JarRules jars = new JarRules(check.problems);
        for (Module module : check.jars()) {
            jars.notEmpty(module.built("-sources.jar"), SOURCES);
            jars.notEmpty(module.built("-javadoc.jar"), DOCUMENTATION);
        }
        if (signed) {
            check.signatures();
        }
        List<String> all = new ArrayList<>(built(repository));
        all.addAll(check.problems.found());
        return all;
    }

    private List<Module> jars() {
        return published.stream().filter(module -> !module.isPom()).toList();
    }

    private void poms() throws IOException {
        for (Module module : published) {
            if (Files.exists(module.flattened())) {
                PomRules.check(Pom.read(module.flattened()), root.version(), problems);
            } else {
                problems.expect(false, module.flattened().toString(), "missing (expected: -Prelease makes it)");
            }
        }
    }

    private void bom() {
        published.stream()
                .filter(module -> module.artifact().equals(BOM))
                .findFirst()
                .ifPresentOrElse(
                        module -> bom(module.pom()),
                        () -> problems.expect(false, BOM, "missing (expected: a module of that name)"));
    }

    /** The BOM lists all published modules, and nothing else. */
    private void bom(Pom bom) {
        String version = bom.version();
        problems.expect(
                version.equals(root.version()),
                BOM,
                "version " + version + " (expected: " + root.version() + ", that of the other modules)");
        Set<String> listed = bom.all("dependencyManagement/dependencies/dependency").stream()
                .map(one -> Pom.child(one, "artifactId"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> expected = jars().stream().map(Module::artifact).collect(Collectors.toCollection(TreeSet::new));
        problems.expect(listed.equals(expected), BOM, "lists " + listed + " (expected: " + expected + ")");
    }

    private void signatures() {
        for (Module module : published) {
            for (Path file : Bundle.files(module)) {
                Path signature = Bundle.signature(module, file);
                problems.expect(Files.exists(signature), signature.toString(), "missing (expected: gpg makes it)");
            }
        }
    }
}

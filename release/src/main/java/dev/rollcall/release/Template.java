// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.release;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An example that people copy as the beginning of a project of their own: nothing in it may lead out of its folder. Links in its
 * documentation may.
 *
 * @param folder where it is
 */
record Template(Path folder) {

    private static final Set<String> MADE = Set.of("target", "node_modules");
    private static final Pattern UP = Pattern.compile("(?:file:)?((?:\\.\\./)*\\.\\.)(?=[/'\"<])");

    /** Returns the template of the repository. */
    static Template of(Path repository) {
        return new Template(repository.resolve("examples/spring-boot-vue"));
    }

    /** Checks that nothing leads out of the folder, and that the pom has a published parent. */
    void check(Problems problems) throws IOException {
        for (Path file : sources()) {
            Matcher up = UP.matcher(Files.readString(file));
            while (up.find()) {
                Path to = file.resolveSibling(up.group(1)).normalize();
                problems.expect(
                        to.startsWith(folder.normalize()),
                        file.toString(),
                        up.group() + " leads out of the folder (expected: a folder that can be copied)");
            }
        }
        Pom pom = Pom.read(folder.resolve("pom.xml"));
        problems.expect(
                !"dev.rollcall".equals(pom.value("parent/groupId")),
                pom.file().toString(),
                "parent: " + pom.value("parent/artifactId") + " (expected: one that is published)");
        problems.expect(
                !pom.all("parent/relativePath").isEmpty() && pom.value("parent/relativePath") == null,
                pom.file().toString(),
                "parent/relativePath: missing or not empty (expected: empty)");
    }

    /** Returns the files that a person has written, without those that a build makes. */
    private List<Path> sources() throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes any) {
                boolean made = MADE.contains(visited.getFileName().toString());
                return made ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes any) {
                if (file.toString().matches(".*\\.(xml|json|js|mjs|ts|vue|yml|java|npmrc|html|css)")) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }
}

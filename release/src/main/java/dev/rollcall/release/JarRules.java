// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.release;

import java.io.IOException;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/**
 * What a published jar must have: the name of its module, as the Java runtime reads it, and packages that no other jar has. And
 * what it must not have: files that a web server would serve as the application's own, such as those in {@code static/} or at
 * the root. Not thread-safe.
 */
final class JarRules {

    private static final Pattern OWN = Pattern.compile("dev/(rollcall/.*)?"
            + "|META-INF/(|MANIFEST\\.MF|LICENSE|maven/.*|spring/.*|spring[.a-z-]*|services/.*|native-image/.*)");

    private final Map<String, Path> names = new HashMap<>();
    private final Map<String, Path> packages = new HashMap<>();
    private final Problems problems;

    JarRules(Problems problems) {
        this.problems = problems;
    }

    /** Checks the main jar of a module, also against those that were checked before it. */
    void check(Path jar) throws IOException {
        if (!Files.exists(jar)) {
            problems.expect(false, jar.toString(), "missing (expected: made by the build)");
            return;
        }
        for (String stray : strays(jar)) {
            problems.expect(
                    false,
                    jar.toString(),
                    stray + ": not below dev/rollcall/ (expected: nothing elsewhere but metadata)");
        }
        String name = declared(jar);
        problems.expect(
                name.startsWith("dev.rollcall."),
                jar.toString(),
                "Automatic-Module-Name: " + name + " (expected: one that begins with dev.rollcall.)");
        Path other = names.putIfAbsent(name, jar);
        problems.expect(
                other == null,
                jar.toString(),
                "Automatic-Module-Name: " + name + " is that of " + other + " (expected: one of its own)");
        try {
            ModuleFinder.of(jar).findAll().forEach(found -> packages(found.descriptor(), jar));
        } catch (FindException e) {
            problems.expect(
                    false,
                    jar.toString(),
                    "cannot be a module: " + e.getMessage() + " (expected: a valid module name)");
        }
    }

    private void packages(ModuleDescriptor module, Path jar) {
        for (String name : module.packages()) {
            Path other = packages.putIfAbsent(name, jar);
            problems.expect(
                    other == null,
                    jar.toString(),
                    "package " + name + " is also in " + other + " (expected: in one jar alone)");
        }
    }

    private static List<String> strays(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> !OWN.matcher(name).matches())
                    .toList();
        }
    }

    private static String declared(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String name = manifest == null ? null : manifest.getMainAttributes().getValue("Automatic-Module-Name");
            return name == null ? "missing" : name;
        }
    }

    /** Checks that a jar of sources or documentation has something in it. */
    void notEmpty(Path jar, List<String> endings) throws IOException {
        if (!Files.exists(jar)) {
            problems.expect(false, jar.toString(), "missing (expected: -Prelease makes it)");
            return;
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            boolean some = file.stream()
                    .anyMatch(entry ->
                            endings.stream().anyMatch(ending -> entry.getName().endsWith(ending)));
            problems.expect(
                    some,
                    jar.toString(),
                    "nothing in it ends with any of " + endings + " (expected: at least one such file)");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A page of the documentation, with the files that it tells readers to write.
 *
 * @param text the page, or a part of it
 */
record TutorialPage(String text) {

    /** A path, the rest of its sentence with a colon, and the contents of the file. */
    private static final Pattern FILE =
            Pattern.compile("`((?:src/|pom\\.xml)[^`]*)`[^:]*?:\\n\\n```[a-z]+\\n(.*?\\n)```", Pattern.DOTALL);

    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    static TutorialPage read(String name) throws IOException {
        return new TutorialPage(Files.readString(Path.of("../docs").resolve(name)));
    }

    /** Returns the part before a heading, for a reader who has come that far. */
    TutorialPage before(String heading) {
        int at = text.indexOf("\n## " + heading + "\n");
        assertThat(at).as(heading).isPositive();
        return new TutorialPage(text.substring(0, at));
    }

    /** Returns the Java code that is not a whole file. */
    List<String> fragments() {
        return JAVA.matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(code -> !code.startsWith("package "))
                .toList();
    }

    /** Writes all files into an empty folder, later ones over earlier ones, and returns their paths. */
    List<String> write(Path folder) throws IOException {
        List<String> written = new ArrayList<>();
        for (MatchResult found : FILE.matcher(text).results().toList()) {
            Path file = folder.resolve(found.group(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, found.group(2));
            written.add(found.group(1));
        }
        return written;
    }

    /** Compiles what is below {@code src/main/java}, and copies what is below {@code src/main/resources}, as Maven does. */
    static Path build(Path folder, String classPath) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("target/classes"));
        List<Path> sources = below(folder.resolve("src/main/java"));
        compile(sources, classes, classPath);
        Path resources = folder.resolve("src/main/resources");
        for (Path file : below(resources)) {
            Path to = classes.resolve(resources.relativize(file).toString());
            Files.createDirectories(to.getParent());
            Files.copy(file, to);
        }
        return classes;
    }

    static void compile(List<Path> sources, Path classes, String classPath) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        List<String> options = List.of(
                "-d", classes.toString(), "-classpath", classPath, "-proc:none", "-parameters", "--release", "17");
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean done = compiler.getTask(
                            said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(done).as(said.toString()).isTrue();
        }
    }

    private static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}

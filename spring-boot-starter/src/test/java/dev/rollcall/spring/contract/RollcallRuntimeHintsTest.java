// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.protocol.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** What a native image keeps. */
class RollcallRuntimeHintsTest {

    private static final Pattern SOUGHT = Pattern.compile("isPresent\\(\\s*\"([^\"]+)\"");

    private static RuntimeHints hints() {
        RuntimeHints hints = new RuntimeHints();
        List<RuntimeHintsRegistrar> ours =
                SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
                        .load(RuntimeHintsRegistrar.class)
                        .stream()
                        .filter(registrar -> registrar.getClass().getName().startsWith("dev.rollcall."))
                        .toList();
        assertThat(ours).isNotEmpty();
        ours.forEach(registrar -> registrar.registerHints(hints, RollcallRuntimeHintsTest.class.getClassLoader()));
        return hints;
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev/rollcall/client", "dev/rollcall/dashboard"})
    void everyFileThatIsServedIsKept(String folder) throws Exception {
        RuntimeHints hints = hints();
        List<String> files = below(folder);
        assertThat(files).contains(folder + "/files.txt").hasSizeGreaterThan(5);
        assertThat(files)
                .allSatisfy(file -> assertThat(RuntimeHintsPredicates.resource().forResource(file))
                        .accepts(hints));
    }

    /** No module reads any other resource of its own: files added next to classes must be considered here. */
    @ParameterizedTest
    @ValueSource(classes = {Rollcall.class, Protocol.class, RollcallRuntimeHints.class})
    void everyOtherFileOfAModuleIsKept(Class<?> module) throws Exception {
        RuntimeHints hints = hints();
        List<String> files = below(module, "dev/rollcall");
        assertThat(files).anyMatch(file -> file.endsWith("/" + module.getSimpleName() + ".class"));
        assertThat(files.stream().filter(file -> !file.endsWith(".class")))
                .allSatisfy(file -> assertThat(RuntimeHintsPredicates.resource().forResource(file))
                        .accepts(hints));
    }

    @Test
    void versionFilesOfFrontEndsAreKept() {
        RuntimeHints hints = hints();
        for (String file : List.of("static/builds/latest.json", "META-INF/resources/version.json", "version.json")) {
            assertThat(RuntimeHintsPredicates.resource().forResource(file))
                    .as(file)
                    .accepts(hints);
        }
        assertThat(RuntimeHintsPredicates.resource().forResource("static/index.html"))
                .rejects(hints);
    }

    @Test
    void everyClassThatIsLookedForByNameIsFound() throws IOException {
        List<String> sought = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                SOUGHT.matcher(Files.readString(source))
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .forEach(sought::add);
            }
        }
        RuntimeHints hints = hints();
        assertThat(sought)
                .hasSizeGreaterThan(5)
                .allSatisfy(
                        name -> assertThat(RuntimeHintsPredicates.reflection().onType(TypeReference.of(name)))
                                .accepts(hints));
    }

    private static List<String> below(String folder) throws Exception {
        return below(
                Objects.requireNonNull(
                                RollcallRuntimeHintsTest.class.getClassLoader().getResource(folder + "/files.txt"))
                        .toURI(),
                folder);
    }

    private static List<String> below(Class<?> module, String folder) throws Exception {
        URI own = Objects.requireNonNull(module.getResource(module.getSimpleName() + ".class"))
                .toURI();
        return below(own, folder);
    }

    /** Returns the files of a folder, in the jar or the folder of classes that an address leads into. */
    private static List<String> below(URI inside, String folder) throws IOException {
        if (inside.getScheme().equals("jar")) {
            try (FileSystem jar = FileSystems.newFileSystem(inside, Map.of())) {
                return files(jar.getPath("/"), folder);
            }
        }
        String path = inside.getPath();
        return files(Path.of(path.substring(0, path.indexOf("/dev/rollcall/") + 1)), folder);
    }

    private static List<String> files(Path root, String folder) throws IOException {
        try (Stream<Path> all = Files.walk(root.resolve(folder))) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .toList();
        }
    }

    /** Without it, a native image counts every crawler as a person. */
    @Test
    void theListOfBotsIsKept() throws IOException {
        try (InputStream list = Protocol.class.getResourceAsStream("http/guard/isbot.txt")) {
            assertThat(new String(Objects.requireNonNull(list).readAllBytes(), UTF_8))
                    .isNotBlank();
        }
        assertThat(RuntimeHintsPredicates.resource().forResource("dev/rollcall/protocol/http/guard/isbot.txt"))
                .accepts(hints());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The code in docs/testing-spring.md is taken, word for word, from tests of this module. */
class DocsTest {

    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @Test
    void everySnippetIsPartOfATestThatRuns() throws IOException {
        List<String> snippets = JAVA.matcher(Files.readString(Path.of("../docs/testing-spring.md")))
                .results()
                .map(found -> found.group(1).strip())
                .toList();
        List<String> tests = tests();
        assertThat(snippets)
                .hasSizeGreaterThan(2)
                .allSatisfy(snippet ->
                        assertThat(tests).anySatisfy(test -> assertThat(test).contains(snippet)));
    }

    private static List<String> tests() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("src/test/java"))) {
            return all.filter(file -> file.toString().endsWith("Test.java"))
                    .map(DocsTest::text)
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

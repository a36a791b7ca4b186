// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An example that cannot be copied out is found. */
class TemplateTest {

    private static final String POM = "<project><parent><groupId>org.other</groupId><artifactId>p</artifactId>"
            + "<relativePath/></parent></project>";

    @TempDir
    private Path folder;

    @BeforeEach
    void make() throws IOException {
        write("pom.xml", POM);
        write("frontend/vite.config.js", "new URL('../target/client', import.meta.url)");
        write("frontend/node_modules/other/index.js", "import '../../../../../other'");
        write("README.md", "[docs](../../docs/spring-boot.md)");
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private List<String> problems() throws IOException {
        Problems problems = new Problems();
        new Template(folder).check(problems);
        return problems.found();
    }

    @Test
    void oneThatStandsAloneIsGood() throws IOException {
        assertThat(problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "frontend/package.json, '{\"@rollcall/client\": \"file:../../../client\"}'",
        "frontend/vite.config.js, import '../../x'",
        "build.mjs, new URL('../client')",
        "pom.xml, <project><parent><groupId>org.other</groupId><relativePath>../pom.xml</relativePath></parent></project>",
        "pom.xml, <project><parent><groupId>org.other</groupId></parent></project>",
        "pom.xml, <project><parent><groupId>dev.rollcall</groupId><relativePath/></parent></project>"
    })
    void whatLeadsOutIsFound(String path, String text) throws IOException {
        write(path, text);
        assertThat(problems())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).contains(path));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.info.GitProperties;
import org.springframework.core.io.DefaultResourceLoader;

class VersionFinderTest {

    private static final BuildProperties BUILD = new BuildProperties(properties("version", "1.4.2"));
    private static final GitProperties GIT = new GitProperties(properties("commit.id.abbrev", "a1b2c3d"));

    @TempDir
    private Path classPath = Path.of("");

    @Test
    void theSettingComesFirst() throws IOException {
        write("static/version.json", "{\"version\":\"front\"}");
        assertThat(finder().find("set", GIT, BUILD))
                .isEqualTo(new VersionFinder.Found("set", "rollcall.current-version"));
    }

    @ParameterizedTest
    @CsvSource({
        "static/_nuxt/builds/latest.json, id",
        "public/builds/latest.json, id",
        "META-INF/resources/_app/version.json, version",
        "static/version.json, version",
        "version.json, id"
    })
    void theFrontEndsBuildComesNext(String file, String field) throws IOException {
        write(file, "{\"timestamp\":1700000000000,\"" + field + "\":\"8f2e\"}");
        assertThat(finder().find(null, GIT, BUILD)).isEqualTo(new VersionFinder.Found("8f2e", file));
    }

    @Test
    void theCommitComesNextAndTheBuildLast() throws IOException {
        try (URLClassLoader empty = loader()) {
            VersionFinder finder = new VersionFinder(new DefaultResourceLoader(empty));
            assertThat(finder.find("", GIT, BUILD)).isEqualTo(new VersionFinder.Found("a1b2c3d", "git.properties"));
            assertThat(finder.find(null, null, BUILD))
                    .isEqualTo(new VersionFinder.Found("1.4.2", "build-info.properties"));
            assertThat(finder.find(null, null, null)).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"not json", "{}", "{\"version\":7}", "{\"version\":\"a\\nb\"}", "{\"version\":\"\"}"})
    void skipsAFileWithoutAVersion(String text) throws IOException {
        write("static/version.json", text);
        assertThat(finder().find(null, GIT, null)).isEqualTo(new VersionFinder.Found("a1b2c3d", "git.properties"));
    }

    private void write(String file, String text) throws IOException {
        Path path = classPath.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private VersionFinder finder() throws IOException {
        return new VersionFinder(new DefaultResourceLoader(loader()));
    }

    private URLClassLoader loader() throws IOException {
        return new URLClassLoader(new URL[] {classPath.toUri().toURL()}, null);
    }

    private static Properties properties(String name, String value) {
        Properties properties = new Properties();
        properties.setProperty(name, value);
        return properties;
    }
}

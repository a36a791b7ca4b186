// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.server.load.Loader.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Settings that are secrets. */
class SecretSettingsTest extends SettingsHarness {

    /** Matches a secret in a page of the documentation. */
    private static final Pattern GIVEN = Pattern.compile(
            "(?:-secret[= ]|SECRETS?(?:_[A-Z]+)?=|Bearer |TOKEN=|\"secret\": \")([A-Za-z][A-Za-z0-9.-]{7,})");

    @Test
    @DisplayName("a secret from README, docs or an example causes a warning")
    void documentedSecrets() throws IOException {
        Set<String> secrets = new TreeSet<>();
        for (String place : List.of("README.md", "docs", "examples")) {
            addSecrets(Path.of("..").resolve(place), secrets);
        }
        assertThat(secrets).contains("a-long-admin-secret", "correct-horse-battery", "local-example-4711");
        for (String secret : secrets) {
            assertThat(load(Map.of(), "--admin-secret=" + secret).problems())
                    .as(secret)
                    .singleElement()
                    .asString()
                    .startsWith("admin-secret: an example of Rollcall's documentation");
        }
    }

    private static void addSecrets(Path place, Set<String> secrets) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            List<Path> pages = files.filter(path -> path.toString().endsWith(".md"))
                    .filter(path -> !path.toString().contains("node_modules"))
                    .toList();
            for (Path page : pages) {
                GIVEN.matcher(Files.readString(page)).results().forEach(found -> secrets.add(found.group(1)));
            }
        }
    }

    @Test
    @DisplayName("S3: no secret appears in messages about settings")
    void secretsAreNotPrinted() {
        int code = run(
                Map.of("ROLLCALL_CI_SECRET", "käfig-secret"),
                "--admin-secret=tooshrt",
                "--admin-secert=hunter2hunter2",
                "--nuxt-session-password=hunter3",
                "--port=x");
        assertThat(code).isEqualTo(2);
        assertThat(err.toString())
                .contains("admin-secret", "ci-secret", "nuxt-session-password")
                .doesNotContain("tooshrt", "hunter2", "hunter3", "käfig");
    }

    @Test
    @DisplayName("S3: an unfilled placeholder or a well-known word stops the start, wherever it is written")
    void weakSecrets() throws IOException {
        Path file = Files.writeString(folder.resolve("weak"), "P@ssw0rd123\n");
        for (String weak :
                new String[] {"${ADMIN_SECRET}", "{{ secret }}", "<secret-here>", "CHANGE_ME", "file:" + file}) {
            for (String name : new String[] {"admin-secret", "ci-secret", "read-secret"}) {
                String variable = "ROLLCALL_" + name.replace('-', '_').toUpperCase(java.util.Locale.ROOT);
                assertThat(load(Map.of(), "--" + name + "=" + weak).hasErrors())
                        .as(weak)
                        .isTrue();
                assertThat(load(Map.of(variable, weak)).hasErrors()).as(weak).isTrue();
            }
        }
        Loaded keys = load(
                Map.of(),
                "--jwt-hmac-secret=base64:YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=",
                "--nuxt-session-password=password-with-at-least-32-characters");
        assertThat(keys.problems()).hasSize(2);
        Loaded shortOnes = load(Map.of(), "--admin-secret=7f3c9a1e", "--ci-secret=0b8d4e2a");
        assertThat(shortOnes.hasErrors()).isFalse();
        assertThat(shortOnes.problems()).hasSize(2);
    }

    @Test
    @DisplayName("S3: two scopes never share a secret")
    void secretsDiffer() {
        Loaded loaded = load(Map.of(), "--admin-secret=" + SECRET, "--read-secret=" + SECRET);
        assertThat(loaded.hasErrors()).isTrue();
        assertThat(loaded.problems()).singleElement().asString().contains("two are the same");
    }

    @Test
    void secretIsReadFromFile() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
        assertThat(load(Map.of("ROLLCALL_ADMIN_SECRET", "file:" + secret))
                        .settings()
                        .find(ContractSettings.ADMIN_SECRET))
                .isEqualTo(SECRET);
        assertThat(load(Map.of("ROLLCALL_ADMIN_SECRET", "file:" + secret + "x")).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.what())
                        .startsWith("admin-secret: the file")
                        .contains("cannot be read"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.auth.settings.AuthSettings;
import dev.rollcall.core.CoreSettings;
import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingProblem;
import dev.rollcall.core.stats.StatsSettings;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.server.load.Loader.Loaded;
import dev.rollcall.server.settings.AllSettings;
import dev.rollcall.server.settings.ServerSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    static Stream<Setting<?>> settings() {
        return AllSettings.all();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void isSetByOption(Setting<?> setting) {
        assertTaken(setting, load(Map.of(), setting.option() + "=" + sample(setting)));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void isSetByEnvironment(Setting<?> setting) {
        assertTaken(setting, load(Map.of(setting.variable(), sample(setting))));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void isSetByFile(Setting<?> setting) {
        assertTaken(setting, load(Map.of(), "--config=" + file(setting.name() + ": \"" + sample(setting) + "\"")));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void badValueNamesSettingPlaceExpectationAndFix(Setting<?> setting) {
        Loaded loaded = load(Map.of(setting.variable(), "\t"));
        assertThat(loaded.hasErrors()).isTrue();
        assertThat(loaded.problems()).anySatisfy(problem -> {
            assertThat(problem.what())
                    .startsWith(setting.name() + ": ")
                    .contains("from the environment", setting.type().expected());
            assertThat(problem.fix()).contains(setting.variable() + "=");
        });
    }

    @ParameterizedTest
    @MethodSource("settings")
    @DisplayName("no setting of whatever type takes a placeholder for a value, wherever it is written")
    void noSettingTakesAPlaceholder(Setting<?> setting) {
        for (String written : List.of(
                "${MISSING_ONE}", "x-${MISSING_ONE}", "$MISSING_ONE", "%MISSING_ONE%", "file:${MISSING_ONE}/x")) {
            for (Loaded loaded : List.of(
                    load(Map.of(), setting.option() + "=" + written),
                    load(Map.of(setting.variable(), written)),
                    load(Map.of(), "--config=" + file(setting.name() + ": \"" + written + "\"")))) {
                assertThat(loaded.problems()).anySatisfy(problem -> {
                    assertThat(problem.fatal()).isTrue();
                    assertThat(problem.what())
                            .startsWith(setting.name()
                                    + ": a placeholder that was not filled in: there is no MISSING_ONE, from ");
                });
            }
        }
    }

    @Test
    @DisplayName("a secret that stands in README, docs or an example causes a warning")
    void documentedSecrets() throws IOException {
        Pattern given = Pattern.compile(
                "(?:-secret[= ]|SECRETS?(?:_[A-Z]+)?=|Bearer |TOKEN=|\"secret\": \")([A-Za-z][A-Za-z0-9.-]{7,})");
        Set<String> secrets = new TreeSet<>();
        for (String place : List.of("README.md", "docs", "examples")) {
            try (Stream<Path> pages = Files.walk(Path.of("..").resolve(place))) {
                for (Path page : pages.filter(path -> path.toString().endsWith(".md")
                                && !path.toString().contains("node_modules"))
                        .toList()) {
                    given.matcher(Files.readString(page)).results().forEach(found -> secrets.add(found.group(1)));
                }
            }
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

    @ParameterizedTest
    @MethodSource("settings")
    void helpNamesExpectationAndDefault(Setting<?> setting) {
        assertThat(run(Map.of(), "--help")).isZero();
        String help = out.toString().replaceAll("\\s+", "");
        assertThat(help)
                .contains(setting.option())
                .contains(setting.description().replaceAll("\\s+", ""))
                .contains(("Expected: " + setting.type().expected() + ". Default: " + setting.defaultWords())
                        .replaceAll("\\s+", ""));
    }

    @Test
    void optionOverridesEnvironmentOverridesFileOverridesDefault() {
        String config = "--config=" + file("port: 1\nmax-routes: 1\nmax-versions: 1");
        Map<String, String> environment = Map.of("ROLLCALL_PORT", "2", "ROLLCALL_MAX_ROUTES", "2");
        Loaded loaded = load(environment, config, "--port=3");
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.settings().value(ServerSettings.PORT)).isEqualTo(3);
        assertThat(loaded.settings().value(StatsSettings.MAX_ROUTES)).isEqualTo(2);
        assertThat(loaded.settings().value(StatsSettings.MAX_VERSIONS)).isEqualTo(1);
        assertThat(loaded.settings().value(ContractSettings.KEEPALIVE)).isEqualTo(Duration.ofSeconds(25));
    }

    @Test
    void allProblemsAreReportedAtOnce() {
        String config = file("port: x\nip-trackin: full\nlog:\n  level: loud");
        int code = run(
                Map.of("ROLLCALL_BOTS", "maybe", "ROLLCALL_PROT", "1", "ROLLCALL_CONFIG", config),
                "--max-routes=0",
                "--keepalive=25",
                "--currnt-version=1",
                "--host=a",
                "--host=b",
                "--jwt-claim=a=b");
        assertThat(code).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("port: x from rollcall.yaml line 1")
                .contains("ip-trackin: unknown setting from rollcall.yaml line 2", "did you mean ip-tracking?")
                .contains("log-level: loud from rollcall.yaml line 4")
                .contains("bots: maybe from the environment")
                .contains("(warning) ROLLCALL_PROT: unknown setting", "did you mean ROLLCALL_PORT?")
                .contains("max-routes: 0 from the command line (expected: a whole number of routes, 1 to 1,000,000)")
                .contains("keepalive: 25 from the command line (expected: a duration such as 500ms")
                .contains("--currnt-version: unknown setting", "did you mean --current-version?")
                .contains("--host: given twice")
                .contains("(warning) jwt-claim: has no effect without jwt-hmac-secret or jwt-jwks-url");
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
    @DisplayName(
            "S3: a placeholder that nobody filled in, and a well-known word, stop the start, wherever they are written")
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

    @Test
    void fileMayNestAndItsTextIsKeptAsWritten() {
        Loaded loaded = load(Map.of(), "--config=" + file("""
                current-version: 1.10
                jwt:
                  hmac-secret: %s
                  claim: role=admin
                allowed-origins: [https://a.example, "https://b.example"]
                admin: {aliases: false}
                user-header:
                """.formatted(SECRET)));
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.settings().find(CoreSettings.CURRENT_VERSION)).isEqualTo("1.10");
        assertThat(loaded.settings().find(AuthSettings.JWT_CLAIM)).isEqualTo("role=admin");
        assertThat(loaded.settings().value(ContractSettings.ADMIN_ALIASES)).isFalse();
        assertThat(loaded.settings().find(ContractSettings.USER_HEADER)).isNull();
        assertThat(loaded.settings().value(ContractSettings.ALLOWED_ORIGINS))
                .containsExactly("https://a.example", "https://b.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "port: [",
                "- a",
                "text",
                "port: 1\nport: 2",
                "? [a]\n: 1",
                "port: {a: 1}",
                "port: &a 1\nhost: *b"
            })
    void unusableFileIsAProblem(String content) {
        assertThat(load(Map.of(), "--config=" + file(content)).hasErrors()).isTrue();
    }

    @Test
    void missingFileIsAProblem() {
        assertThat(load(Map.of("ROLLCALL_CONFIG", folder + "/none.yaml")).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("none.yaml", "no such file"));
    }

    @Test
    void emptyVariableCountsAsUnset() {
        Loaded loaded = load(Map.of("ROLLCALL_PORT", "", "ROLLCALL_CONFIG", ""));
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.settings().isSet(ServerSettings.PORT)).isFalse();
    }

    @Test
    @DisplayName("variables that Kubernetes or Docker inject for a service called rollcall are no settings")
    void injectedVariables() {
        Map<String, String> environment = Map.ofEntries(
                Map.entry("ROLLCALL_PORT", "tcp://10.96.12.7:8080"),
                Map.entry("ROLLCALL_PORT_8080_TCP", "tcp://10.96.12.7:8080"),
                Map.entry("ROLLCALL_PORT_8080_TCP_ADDR", "10.96.12.7"),
                Map.entry("ROLLCALL_PORT_8080_TCP_PORT", "8080"),
                Map.entry("ROLLCALL_PORT_8080_TCP_PROTO", "tcp"),
                Map.entry("ROLLCALL_SERVICE_HOST", "10.96.12.7"),
                Map.entry("ROLLCALL_SERVICE_PORT", "8080"),
                Map.entry("ROLLCALL_SERVICE_PORT_HTTP", "8080"),
                Map.entry("ROLLCALL_MAX_ROUTES_SERVICE_HOST", "10.96.12.8"),
                Map.entry("ROLLCALL_BLUE_PORT", "udp://10.96.12.9:53"),
                Map.entry("ROLLCALL_BLUE_PORT_53_UDP", "udp://10.96.12.9:53"),
                Map.entry("ROLLCALL_NAME", "/site/rollcall"),
                Map.entry("ROLLCALL_ENV_JAVA_HOME", "/opt/java"));
        Loaded loaded = load(environment);
        assertThat(loaded.hasErrors()).isFalse();
        assertThat(loaded.settings().isSet(ServerSettings.PORT)).isFalse();
        assertThat(loaded.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .contains("13 variables from Kubernetes or Docker were left alone")
                        .contains("enableServiceLinks: false"));
        assertThat(load(Map.of("ROLLCALL_PORT", "8081")).settings().value(ServerSettings.PORT))
                .isEqualTo(8081);
        assertThat(load(Map.of("ROLLCALL_PORT", "http://x")).hasErrors()).isTrue();
    }

    @Test
    void statsAccessNeedsAClaim() {
        List<SettingProblem> problems = load(
                        Map.of(), "--jwt-hmac-secret=" + SECRET, "--nuxt-session-password=" + SECRET)
                .problems();
        assertThat(problems).hasSize(2).allMatch(SettingProblem::fatal);
        assertThat(problems.toString()).contains("jwt-claim: not set", "nuxt-session-field: not set");
    }

    @Test
    void tlsNeedsBothFiles() {
        assertThat(load(Map.of(), "--tls-certificate=c.pem").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .isEqualTo("tls-key: not set (expected: together with tls-certificate; TLS needs both); "
                                + "set it too, or remove tls-certificate"));
        assertThat(load(Map.of("ROLLCALL_TLS_KEY", "k.pem"), "--tls-certificate=c.pem")
                        .problems())
                .isEmpty();
    }

    @Test
    void flagNeedsNoValue() {
        assertThat(load(Map.of(), "--metrics-public").settings().value(ContractSettings.METRICS_PUBLIC))
                .isTrue();
    }

    @Test
    void versionIsPrinted() {
        assertThat(new Cli(console(Map.of())).run("version")).isZero();
        assertThat(out.toString()).startsWith("rollcall ");
    }

    @Test
    void aMissingCommandIsMisuse() {
        assertThat(new Cli(console(Map.of())).run()).isEqualTo(2);
        assertThat(err.toString()).contains("no command (expected: serve, stats or another one");
    }

    private static void assertTaken(Setting<?> setting, Loaded loaded) {
        assertThat(loaded.problems().stream().filter(problem -> problem.what().contains(" from ")))
                .isEmpty();
        assertThat(loaded.settings().isSet(setting)).isTrue();
        assertThat((Object) loaded.settings().find(setting))
                .usingRecursiveComparison()
                .isEqualTo(setting.type().parse(sample(setting)));
    }

    private static String sample(Setting<?> setting) {
        String example = setting.type().example();
        return example.startsWith("file:") && setting.type().secret() ? SECRET : example;
    }

    private Loaded load(Map<String, String> environment, String... options) {
        Console console = console(environment);
        return new Cli(console).serve().load(console, options);
    }

    private int run(Map<String, String> environment, String... options) {
        String[] arguments =
                Stream.concat(Stream.of("serve"), Stream.of(options)).toArray(String[]::new);
        return new Cli(console(environment)).run(arguments);
    }

    private Console console(Map<String, String> environment) {
        return new Console(environment, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private String file(String content) {
        try {
            return Files.writeString(folder.resolve("rollcall.yaml"), content).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.core.CoreSettings;
import dev.rollcall.core.setting.Setting;
import dev.rollcall.protocol.http.address.IpTracking;
import dev.rollcall.protocol.options.BotMode;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.LimitSettings;
import dev.rollcall.protocol.webhook.WebhookSettings;
import dev.rollcall.spring.RollcallStartException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

class ApplicationSettingsTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final StandardEnvironment environment = new StandardEnvironment();

    /** Those of the tests themselves are settings, too. */
    @BeforeEach
    void withoutSystemProperties() {
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
    }

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    static Stream<Setting<?>> settings() {
        return PropertySettings.all();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everySettingIsAProperty(Setting<?> setting) {
        String example = setting.type().example();
        String sample = example.startsWith("file:") ? SECRET : example;
        PropertyReader reader = new PropertyReader(with(setting.property(), sample));
        reader.read(setting);
        assertThat(reader.problems()).isEmpty();
        assertThat((Object) reader.values().find(setting))
                .usingRecursiveComparison()
                .isEqualTo(setting.type().parse(sample));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aBadValueNamesPropertyExpectationAndFix(Setting<?> setting) {
        PropertyReader reader = new PropertyReader(with(setting.property(), "a\u0001b"));
        reader.read(setting);
        assertThat(reader.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.fatal()).isTrue();
            assertThat(problem.what())
                    .startsWith(setting.property() + ": ")
                    .contains(setting.type().expected());
            assertThat(problem.fix()).contains(setting.property());
        });
    }

    static Stream<Arguments> badValues() {
        return settings()
                .flatMap(setting -> bad(setting)
                        .filter(value -> !setting.type().choices().contains(value))
                        .map(value -> Arguments.of(setting, value)));
    }

    private static Stream<String> bad(Setting<?> setting) {
        return switch (setting.type().form()) {
            case NUMBER -> Stream.of("-1", "NaN", "1.5", "a lot", "99999999999999999999", "1e3x");
            case BOOLEAN -> Stream.of("maybe", "2", "-1", "truee");
            case DURATION -> Stream.of("-1s", "soon", "1 fortnight", "99999999h", "PT", "NaN", "9999999999999999999s");
            case SECRET -> Stream.of("short", "letmein-letmein", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "<secret>");
            case LIST, TEXT -> Stream.of("a\u0000b", "a\nb");
        };
    }

    @ParameterizedTest
    @MethodSource("badValues")
    void badValuesOfEachTypeAreRefusedWithTheirPlace(Setting<?> setting, String value) {
        RollcallStartException refusal = refusal(setting.property(), value);
        assertThat(refusal)
                .as(setting + "=" + value)
                .isNotNull()
                .hasMessageStartingWith(setting.property() + ": ")
                .hasMessageContaining("from \"" + setting.property() + "\"")
                .hasMessageContaining("(expected: " + setting.type().expected());
        assertThat(refusal.getMessage()).hasSizeLessThan(1_000).doesNotContain("\n", "\u0000");
        if (setting.type().secret()) {
            assertThat(refusal.getMessage()).contains("(hidden)").doesNotContain(value);
        }
    }

    @Test
    void whatIsNotSetIsAsInAServerButForTheAliases() {
        ApplicationSettings settings = ApplicationSettings.read(environment);
        assertThat(settings.value(ContractSettings.KEEPALIVE)).isEqualTo(Duration.ofSeconds(25));
        assertThat(settings.value(LimitSettings.CONNECT_RATE)).isZero();
        assertThat(settings.value(ContractSettings.ADMIN_ALIASES)).isFalse();
        assertThat(settings.find(CoreSettings.CURRENT_VERSION)).isNull();
    }

    @Test
    void addressesThatMayHoldSecretsMayBeAList() throws IOException {
        ApplicationSettings settings = yaml("""
                rollcall:
                  webhook-key: 5f0c3a9d7be24816a0d1c2f4e6b8937d
                  webhook-urls:
                    - https://a.example/hook
                    - https://b.example/hook
                """);
        assertThat(settings.find(WebhookSettings.WEBHOOK_URLS))
                .containsExactly(URI.create("https://a.example/hook"), URI.create("https://b.example/hook"));
    }

    @Test
    void yamlIsReadAsBootReadsIt() throws IOException {
        ApplicationSettings settings = yaml("""
                rollcall:
                  ip-tracking: off
                  trusted-proxies: [private, 203.0.113.0/24]
                  allowed-origins:
                    - https://a.example
                    - https://b.example
                  keepalive: PT15S
                  slowAfter: 2500
                  limits:
                    per-address: 7
                """);
        assertThat(settings.value(ContractSettings.IP_TRACKING)).isEqualTo(IpTracking.OFF);
        assertThat(settings.value(ContractSettings.ALLOWED_ORIGINS))
                .containsExactly("https://a.example", "https://b.example");
        assertThat(settings.value(ContractSettings.KEEPALIVE)).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.value(ContractSettings.SLOW_AFTER)).isEqualTo(Duration.ofMillis(2500));
        assertThat(settings.value(LimitSettings.MAX_CONNECTIONS_PER_ADDRESS)).isEqualTo(7);
    }

    @Test
    void anEmptyListIsNone() throws IOException {
        ApplicationSettings settings = yaml("rollcall.allowed-origins: []");
        assertThat(settings.values().isSet(ContractSettings.ALLOWED_ORIGINS)).isTrue();
        assertThat(settings.value(ContractSettings.ALLOWED_ORIGINS)).isEmpty();
    }

    @Test
    void environmentVariablesAreWrittenAsInBoot() {
        variables(Map.of("ROLLCALL_LIMITS_PERADDRESS", "9", "ROLLCALL_CURRENTVERSION", "build-7"));
        ApplicationSettings settings = ApplicationSettings.read(environment);
        assertThat(settings.value(LimitSettings.MAX_CONNECTIONS_PER_ADDRESS)).isEqualTo(9);
        assertThat(settings.find(CoreSettings.CURRENT_VERSION)).isEqualTo("build-7");
    }

    @Test
    @DisplayName(
            "variables that Kubernetes or Docker inject for a service whose name begins with rollcall set no property")
    void injectedVariables() {
        with("rollcall.netty.port", "8081");
        variables(Map.of(
                "ROLLCALL_NETTY_PORT", "tcp://10.0.0.1:80",
                "ROLLCALL_NETTY_PORT_80_TCP", "tcp://10.0.0.1:80",
                "ROLLCALL_NETTY_PORT_80_TCP_ADDR", "10.0.0.1",
                "ROLLCALL_NETTY_SERVICE_HOST", "10.0.0.1",
                "ROLLCALL_NETTY_SERVICE_PORT", "80"));
        assertThat(ApplicationSettings.read(environment).find(StarterSettings.NETTY_PORT))
                .as("the property behind the variable")
                .isEqualTo(8081);
        environment.getPropertySources().remove("rollcall.netty.port");
        assertThat(ApplicationSettings.read(environment).find(StarterSettings.NETTY_PORT))
                .isNull();
        PropertyReader reader = new PropertyReader(environment);
        settings().forEach(reader::read);
        assertThat(reader.injected()).containsExactly("ROLLCALL_NETTY_PORT");
        variables(Map.of("ROLLCALL_NETTY_PORT", "8082"));
        assertThat(ApplicationSettings.read(environment).find(StarterSettings.NETTY_PORT))
                .isEqualTo(8082);
    }

    @ParameterizedTest
    @MethodSource("settings")
    @DisplayName("whatever property such a variable reaches, it stops no start")
    void noInjectedVariableStopsTheStart(Setting<?> setting) {
        String variable = setting.property().replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
        Stream.of(
                        Map.entry("_PORT", "tcp://10.0.0.1:80"),
                        Map.entry("_PORT_80_TCP_ADDR", "10.0.0.1"),
                        Map.entry("_SERVICE_HOST", "10.0.0.1"),
                        Map.entry("_NAME", "/site/x"))
                .forEach(injected -> {
                    String stem = variable.replaceFirst("_[A-Z0-9]+$", "");
                    variables(Map.of(
                            variable + injected.getKey(), injected.getValue(),
                            stem + injected.getKey(), injected.getValue()));
                    ApplicationSettings settings = ApplicationSettings.read(environment);
                    assertThat(settings.values().isSet(setting)).isFalse();
                });
    }

    @Test
    void emptyCountsAsNotSet() {
        ApplicationSettings settings = ApplicationSettings.read(with("rollcall.secrets.admin", ""));
        assertThat(settings.find(ContractSettings.ADMIN_SECRET)).isNull();
    }

    @Test
    void aSecretIsReadFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), SECRET + "\n");
        assertThat(ApplicationSettings.read(with("rollcall.secrets.admin", "file:" + file))
                        .find(ContractSettings.ADMIN_SECRET))
                .isEqualTo(SECRET);
        assertThat(refusal("rollcall.secrets.admin", "file:" + file + "x"))
                .hasMessageStartingWith("rollcall.secrets.admin: the file that it names")
                .hasMessageContaining("cannot be read");
    }

    @Test
    void aPlaceholderThatNobodyFilledInAndAWellKnownWordStopTheStart() throws IOException {
        Path file = Files.writeString(folder.resolve("weak"), "changeme-1\n");
        for (String weak :
                List.of("${ADMIN_SECRET}", "{{ adminSecret }}", "<your-secret>", "ChangeMe!", "file:" + file)) {
            for (String name : List.of("rollcall.secrets.admin", "rollcall.secrets.ci", "rollcall.secrets.read")) {
                assertThat(refusal(name, weak))
                        .as(weak)
                        .hasMessageStartingWith(name)
                        .hasMessageContaining("placeholder");
                environment.getPropertySources().remove(name);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    @DisplayName("no setting of whatever type takes a placeholder for a value, wherever it is written")
    void noSettingTakesAPlaceholder(Setting<?> setting) {
        for (String written :
                List.of("${MISSING_ONE}", "x-${MISSING_ONE}", "${OTHER:${MISSING_ONE}}", "file:${MISSING_ONE}/x")) {
            for (String property : List.of(setting.property(), setting.property() + "[0]")) {
                assertThat(refusal(property, written))
                        .as(property + "=" + written)
                        .hasMessageStartingWith(
                                setting.property() + ": a placeholder that was not filled in: there is no ")
                        .hasMessageContaining("MISSING_ONE")
                        .satisfies(refusal -> assertThat(refusal.action())
                                .startsWith("Set ")
                                .contains("MISSING_ONE", "or remove " + setting.property()));
                environment.getPropertySources().remove(property);
            }
        }
        assertThat(refusal(setting.property(), "#{systemProperties.build}"))
                .hasMessageStartingWith(setting.property() + ": a placeholder that was not filled in");
        environment.getPropertySources().remove(setting.property());
        variables(Map.of(
                setting.property().replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT), "${MISSING_ONE}"));
        assertThat(catchThrowableOfType(RollcallStartException.class, () -> ApplicationSettings.read(environment)))
                .hasMessageStartingWith(
                        setting.property() + ": a placeholder that was not filled in: there is no MISSING_ONE")
                .hasMessageContaining("systemEnvironment");
    }

    @Test
    void aPlaceholderBehindAPlaceholderIsNamed() {
        with("site.secret", "${ADMIN_SECRET}");
        assertThat(refusal("rollcall.secrets.admin", "${site.secret}"))
                .hasMessageContaining("there is no")
                .hasMessageContaining("ADMIN_SECRET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rollcall.stats.role", "rollcall.dashboard.read-role", "rollcall.dashboard.admin-role"})
    @DisplayName("where a role opens something, the password of Boot's own user is no placeholder either")
    void thePasswordOfPeopleIsNoPlaceholder(String role) {
        with("spring.security.user.password", "${ADMIN_PASSWORD}");
        assertThat(refusal(role, "ADMIN"))
                .hasMessage(
                        "spring.security.user.password: a placeholder that was not filled in: there is no ADMIN_PASSWORD")
                .satisfies(refusal -> assertThat(refusal.action()).startsWith("Set ADMIN_PASSWORD "));
        with("ADMIN_PASSWORD", "battery-staple");
        ApplicationSettings.read(environment);
    }

    @Test
    void aPasswordThatIsHashedIsNoPlaceholder() {
        with("rollcall.stats.role", "ADMIN");
        ApplicationSettings.read(with("spring.security.user.password", "{bcrypt}$2a$10$abcdefghijklmnopqrstuv"));
    }

    @Test
    void aPlaceholderThatIsFilledInIsNone() {
        with("ADMIN_SECRET", SECRET);
        assertThat(ApplicationSettings.read(with("rollcall.secrets.admin", "${ADMIN_SECRET}"))
                        .find(ContractSettings.ADMIN_SECRET))
                .isEqualTo(SECRET);
        assertThat(ApplicationSettings.read(with("rollcall.current-version", "${BUILD:${COMMIT:dev-1}}"))
                        .find(CoreSettings.CURRENT_VERSION))
                .isEqualTo("dev-1");
    }

    @Test
    void theDefaultsOfShellsAreNotSprings() {
        for (String written :
                List.of("${ADMIN_SECRET:?not set}", "${ADMIN_SECRET:-for-local-use}", "${A:+other-one}")) {
            assertThat(refusal("rollcall.secrets.admin", written))
                    .hasMessageStartingWith("rollcall.secrets.admin: ${NAME:-default} or ${NAME:?message}")
                    .hasMessageNotContaining("local-use");
            environment.getPropertySources().remove("rollcall.secrets.admin");
        }
    }

    @Test
    void aSecretThatIsEmptyIsSaidToBe() throws IOException {
        PropertyReader reader = new PropertyReader(with("rollcall.secrets.admin", "${ADMIN_SECRET:}"));
        reader.read(ContractSettings.ADMIN_SECRET);
        assertThat(reader.values().isSet(ContractSettings.ADMIN_SECRET)).isFalse();
        assertThat(reader.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.fatal()).isFalse();
            assertThat(problem.what())
                    .startsWith("rollcall.secrets.admin: empty")
                    .endsWith("which counts as not set");
        });
        Path file = Files.writeString(folder.resolve("empty"), "\n");
        assertThat(refusal("rollcall.secrets.admin", "file:" + file))
                .hasMessageStartingWith("rollcall.secrets.admin: the file that it names")
                .hasMessageContaining("is empty");
        Path template = Files.writeString(folder.resolve("template"), "${ADMIN_SECRET}\n");
        assertThat(refusal("rollcall.secrets.admin", "file:" + template))
                .hasMessageContaining("there is no ADMIN_SECRET");
    }

    @Test
    void theOlderSpellingOfBotsWorks() {
        assertThat(ApplicationSettings.read(with("rollcall.exclude-bots", "false"))
                        .value(ContractSettings.BOTS))
                .isEqualTo(BotMode.COUNT);
        environment.getPropertySources().remove("rollcall.exclude-bots");
        assertThat(ApplicationSettings.read(with("rollcall.bots", "count")).value(ContractSettings.BOTS))
                .isEqualTo(BotMode.COUNT);
    }

    @Test
    void allProblemsAreNamedAtOnceAndNoSecretIsShown() {
        with("rollcall.secrets.ci", "hunter2");
        RollcallStartException refusal = refusal("rollcall.keepalive", "soon");
        assertThat(refusal)
                .hasMessageContaining("rollcall.keepalive: soon")
                .hasMessageContaining("from 1s to 10m")
                .hasMessageContaining("rollcall.secrets.ci: (hidden)");
        assertThat(refusal.getMessage()).doesNotContain("hunter2");
        assertThat(refusal.action()).contains("Set rollcall.keepalive to 25s, for example, or remove it.");
    }

    @Test
    void settingsThatNeedEachOtherAreChecked() {
        assertThat(refusal("rollcall.jwt-hmac-secret", SECRET)).hasMessageStartingWith("rollcall.jwt-claim: not set");
        environment.getPropertySources().remove("rollcall.jwt-hmac-secret");
        assertThat(refusal("rollcall.netty.tls-key", "key.pem"))
                .hasMessageStartingWith("rollcall.netty.tls-certificate: not set");
    }

    private RollcallStartException refusal(String property, String value) {
        return catchThrowableOfType(
                RollcallStartException.class, () -> ApplicationSettings.read(with(property, value)));
    }

    private ApplicationSettings yaml(String text) throws IOException {
        new YamlPropertySourceLoader()
                .load("test", new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)))
                .forEach(environment.getPropertySources()::addFirst);
        return ApplicationSettings.read(environment);
    }

    /** The variables come before all other properties, and replace those before. */
    private void variables(Map<String, Object> variables) {
        String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
        environment.getPropertySources().remove(name);
        environment.getPropertySources().addFirst(new SystemEnvironmentPropertySource(name, variables));
    }

    private StandardEnvironment with(String property, String value) {
        environment.getPropertySources().addFirst(new MapPropertySource(property, Map.of(property, value)));
        return environment;
    }

    @Test
    @DisplayName(
            "a property that no setting has stops the start where it is written for this application, and only there")
    void unknownProperties() throws IOException {
        assertThat(refusal("rollcall.secret.admin", SECRET))
                .hasMessageStartingWith("rollcall.secret.admin: unknown from ")
                .hasMessageNotContaining(SECRET)
                .satisfies(refusal -> assertThat(refusal.action()).isEqualTo("Did you mean rollcall.secrets.admin?"));
        environment.getPropertySources().remove("rollcall.secret.admin");
        assertThat(catchThrowableOfType(
                        RollcallStartException.class, () -> yaml("rollcall.allowed-origin: [https://a.example]")))
                .hasMessageStartingWith("rollcall.allowed-origin[0]: unknown from ");
    }

    @Test
    void unknownVariablesOnlyCauseAWarning() {
        variables(Map.of("ROLLCALL_TOKEN", "rct_1", "ROLLCALL_CURRENT_VERSIO", "1", "ROLLCALL_CURRENT_VERSION", "2"));
        ApplicationSettings.read(environment);
        PropertyReader reader = new PropertyReader(environment);
        assertThat(reader.unknown()).singleElement().satisfies(problem -> {
            assertThat(problem.fatal()).isFalse();
            assertThat(problem.fix()).isEqualTo("Did you mean rollcall.current-version?");
        });
    }

    @Test
    void namesAreUnique() {
        List<String> properties = settings().map(Setting::property).toList();
        assertThat(properties).doesNotHaveDuplicates().hasSizeGreaterThan(45);
    }
}

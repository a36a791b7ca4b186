// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.settings;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The settings of an application, as its properties say. */
class ApplicationSettingsTest extends SettingsOfAnApplication {

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
            case DURATION ->
                Stream.of(
                        "-1s",
                        "soon",
                        "1 fortnight",
                        "99999999h",
                        "PT",
                        "NaN",
                        "9999999999999999999s",
                        "PT9223372036854775807S");
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
        without("rollcall.exclude-bots");
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
        without("rollcall.jwt-hmac-secret");
        assertThat(refusal("rollcall.netty.tls-key", "key.pem"))
                .hasMessageStartingWith("rollcall.netty.tls-certificate: not set");
    }

    @Test
    void namesAreUnique() {
        List<String> properties = settings().map(Setting::property).toList();
        assertThat(properties).doesNotHaveDuplicates().hasSizeGreaterThan(45);
    }
}

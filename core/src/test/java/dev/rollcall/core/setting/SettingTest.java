// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingTest {

    private final SettingGroup group = new SettingGroup("Times");
    private final Setting<Duration> interval = group.define(
                    "poll-interval", SettingTypes.duration("1s", "10m"), "How often.")
            .byDefault("20s");
    private final Setting<String> secret =
            group.define("admin-secret", SettingTypes.secret(8), "Opens it.").optional("generated");
    private final Setting<Integer> rate = group.define("rate", SettingTypes.whole(0, 1_000_000, "tabs"), "How many.")
            .property("limits.rate")
            .byDefault("0");

    @Test
    void allSpellingsComeFromTheName() {
        assertThat(interval.option()).isEqualTo("--poll-interval");
        assertThat(interval.variable()).isEqualTo("ROLLCALL_POLL_INTERVAL");
        assertThat(interval.property()).isEqualTo("rollcall.poll-interval");
        assertThat(rate.property()).isEqualTo("rollcall.limits.rate");
        assertThat(group.settings().stream().map(Setting::toString))
                .containsExactly("poll-interval", "admin-secret", "rate");
    }

    @Test
    void aDefaultAppliesUntilAValueIsSet() {
        SettingValues none = SettingValues.none();
        assertThat(none.value(interval)).isEqualTo(Duration.ofSeconds(20));
        assertThat(none.find(secret)).isNull();
        assertThatIllegalStateException().isThrownBy(() -> none.value(secret)).withMessageContaining("admin-secret");
        SettingValues changed = none.withDefault(interval, Duration.ofMinutes(1));
        assertThat(changed.value(interval)).isEqualTo(Duration.ofMinutes(1));
        assertThat(changed.isSet(interval)).isFalse();
        assertThat(changed.with(interval, Duration.ofSeconds(5)).value(interval))
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(changed.with(interval, Duration.ofSeconds(20)).isSet(interval))
                .isTrue();
    }

    @Test
    void valuesOfAnotherCountForMore() {
        SettingValues first = SettingValues.none().with(rate, 1).with(interval, Duration.ofSeconds(5));
        SettingValues both = first.withAll(SettingValues.none().withText(rate, "2"));
        assertThat(both.value(rate)).isEqualTo(2);
        assertThat(both.value(interval)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void everyWayInChecksTheRangeAndNamesTheSetting() {
        SettingValues none = SettingValues.none();
        String message = "poll-interval: PT0.5S (expected: a duration such as 500ms, 10s, 2m or 1h, from 1s to 10m)";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> none.with(interval, Duration.ofMillis(500)))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> none.withDefault(interval, Duration.ofMillis(500)))
                .withMessage(message);
        assertThatIllegalArgumentException().isThrownBy(() -> none.withText(interval, "500ms"));
    }

    @Test
    void aSecretIsNeverShown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SettingValues.none().with(secret, "hunter2"))
                .withMessageContaining("admin-secret: (hidden)")
                .withMessageNotContaining("hunter2");
        assertThat(SettingValues.none().with(secret, "correct-horse").toString())
                .isEqualTo("SettingValues[admin-secret]");
    }

    @Test
    void aDefaultMustFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> group.define("bad", SettingTypes.whole(1, 2, ""), "Bad.")
                        .byDefault("3"));
    }

    @Test
    void typesAcceptWhatTheySay() {
        SettingType<List<String>> list = SettingTypes.list(SettingTypes.text("WORD", "a word", "a", "\\w+"));
        assertThat(list.parse("a, b")).containsExactly("a", "b");
        assertThat(list.parse("none")).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> list.parse("a,"));
        assertThat(SettingTypes.choice(Thread.State.class).parse("timed_waiting"))
                .isEqualTo(Thread.State.TIMED_WAITING);
        assertThat(SettingTypes.choice(List.of("1", "8192", "both")).expected()).isEqualTo("1, 8192 or both");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SettingTypes.bool().parse("yes"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SettingTypes.version().parse(" "));
        assertThat(SettingTypes.key(4).parse("base64:AQLwe3k=")).isEqualTo("base64:AQLwe3k=");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SettingTypes.key(4).parse("base64:AAEC"));
        assertThat(SettingTypes.whole(1, 1_000_000, "routes").expected())
                .isEqualTo("a whole number of routes, 1 to 1,000,000");
    }
}

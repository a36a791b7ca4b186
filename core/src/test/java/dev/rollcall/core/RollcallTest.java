// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.rollcall.core.command.ConfirmationException;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.command.Pace;
import dev.rollcall.core.command.StopRule;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.ConnectionInfo;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.hook.ConnectionListener;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.DataMessage;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.receipt.Receipt;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.core.stats.Stats;
import dev.rollcall.core.stats.StatsSettings;
import dev.rollcall.core.telemetry.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RollcallTest {

    private final ManualClock clock = new ManualClock();

    @Test
    void answersWhoIsConnectedAndReachesThem() {
        try (Rollcall rollcall =
                Rollcall.builder().currentVersion("v2").timer(clock).build()) {
            FakeTab old = new FakeTab();
            Connection oldTab = old.open(rollcall.internals().hub(), "v1", "/shop/cart");
            FakeTab current = new FakeTab();
            current.open(rollcall.internals().hub(), "v2", "/");
            assertThat(rollcall.stats().percentCurrent()).isEqualTo(50);
            assertThat(rollcall.connections(Target.outdated())).containsExactly(ConnectionInfo.of(oldTab));
            assertThat(rollcall.connection(oldTab.id())).isSameAs(oldTab);
            assertThat(rollcall.connection("nobody")).isNull();
            assertThat(rollcall.send(Target.all(), Message.of("hello", Map.of()))
                            .matched())
                    .isEqualTo(2);
            Outcome outcome = rollcall.invalidate(Target.route("/shop"));
            assertThat(outcome.matched()).isEqualTo(1);
            assertThat(outcome.answered()).isEqualTo(outcome.nodes()).isEqualTo(1);
            assertThat(current.types()).containsExactly("hello");
            assertThat(((DataMessage) old.last()).fields())
                    .containsEntry("version", "v2")
                    .containsEntry("force", true)
                    .containsEntry("timestamp", outcome.command().at())
                    .containsKey("command");
        }
    }

    @Test
    void whatCanBeOrderedOverHttpCanBeOrderedInJava() {
        try (Rollcall rollcall =
                Rollcall.builder().currentVersion("v1").timer(clock).build()) {
            List<FakeTab> tabs = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                tabs.add(new FakeTab());
                tabs.get(i).open(rollcall.internals().hub(), "v1", "/shop");
            }
            Order wave = Order.release("v2", true)
                    .at(Pace.over(Duration.ofMinutes(10)))
                    .within(Duration.ofMinutes(1))
                    .until(StopRule.lost(5));
            assertThat(rollcall.dryRun(wave).matched()).isEqualTo(200);
            assertThat(rollcall.currentVersion()).isEqualTo("v1");
            assertThat(tabs).allMatch(tab -> tab.received().isEmpty());
            String id = rollcall.give(wave).command().id();
            assertThat(rollcall.currentVersion()).isEqualTo("v2");
            Receipt receipt = Objects.requireNonNull(rollcall.receipt(id));
            assertThat(receipt.matched()).isEqualTo(200);
            assertThat(rollcall.receipts()).hasSize(1);
            assertThat(rollcall.abort(id, "by the test").matched()).isPositive();
            assertThat(Objects.requireNonNull(rollcall.receipt(id)).state()).isEqualTo(Receipt.State.ABORTED);
            assertThat(rollcall.receipt("unknown")).isNull();
        }
    }

    @Test
    void anApplicationNeedNotConfirmButANumberThatItGivesIsChecked() {
        try (Rollcall rollcall = Rollcall.builder().timer(clock).build()) {
            for (int i = 0; i < 200; i++) {
                FakeTab.any(rollcall.internals().hub(), "v1", "/shop");
            }
            Order all = Order.reload(Target.all());
            assertThatExceptionOfType(ConfirmationException.class)
                    .isThrownBy(() -> rollcall.give(all.confirmed(50)))
                    .satisfies(refused -> assertThat(refused.matched()).isEqualTo(200));
            assertThat(rollcall.receipts()).isEmpty();
            assertThat(rollcall.give(all.confirmed(200)).matched()).isEqualTo(200);
            assertThat(rollcall.give(all).matched()).isEqualTo(200);
        }
    }

    @Test
    void argumentsThatDoNotFitAreRefusedByName() {
        try (Rollcall rollcall = Rollcall.builder().timer(clock).build()) {
            for (String wrong : List.of("", " ", "x".repeat(129), "a\nb")) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> rollcall.announce(wrong))
                        .withMessageStartingWith("version: ");
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> rollcall.invalidate(Target.route("")))
                    .withMessageStartingWith("route: ");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> rollcall.give(Order.announce(Target.all()).within(Duration.ofMinutes(1))))
                    .withMessageStartingWith("deadline: ");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> rollcall.abort("id", ""))
                    .withMessageStartingWith("reason: ");
            assertThatNullPointerException()
                    .isThrownBy(() -> rollcall.invalidate(nothing()))
                    .withMessageStartingWith("target: null (expected: ");
        }
    }

    /** Returns what careless code passes, despite its declared type. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // the point of it
    private static <T> T nothing() {
        return null;
    }

    @Test
    @DisplayName("S6: made-up versions cannot hide how far a rollout is")
    void theCurrentVersionIsAlwaysShown() {
        try (Rollcall rollcall = Rollcall.builder()
                .timer(clock)
                .currentVersion("v2")
                .set(StatsSettings.MAX_VERSIONS, 2)
                .build()) {
            List.of("x1", "x2", "x3", "v2", "v2")
                    .forEach(version -> FakeTab.any(rollcall.internals().hub(), version, "/"));
            Stats stats = rollcall.stats();
            assertThat(stats.onCurrent()).isEqualTo(2);
            assertThat(stats.percentCurrent()).isEqualTo(40);
            assertThat(stats.versions()).containsOnly(Map.entry("v2", 2), Map.entry("x1", 1), Map.entry("(other)", 2));
        }
    }

    @Test
    void limitsAndSwitchesAreThoseOfTheBuilder() {
        try (Rollcall rollcall = Rollcall.builder()
                .timer(clock)
                .routeTracking(false)
                .settings(SettingValues.none().with(StatsSettings.MAX_ROUTES, 1))
                .set(StatsSettings.MAX_VERSIONS, 1)
                .build()) {
            FakeTab.any(rollcall.internals().hub(), "v1", "/a");
            FakeTab.any(rollcall.internals().hub(), "v2", "/a");
            Stats stats = rollcall.stats();
            assertThat(stats.current()).isEqualTo("dev");
            assertThat(stats.versions()).isEqualTo(Map.of("v1", 1, "(other)", 1));
            assertThat(stats.routes()).isEmpty();
            assertThat(stats.connections()).extracting(ConnectionInfo::route).containsOnly("");
        }
    }

    @Test
    void settingsThatDoNotFitAreNamed() {
        for (String wrong : List.of("", " ", "x".repeat(129), "a\nb")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Rollcall.builder().currentVersion(wrong))
                    .withMessageStartingWith("version: ");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rollcall.builder().set(StatsSettings.MAX_VERSIONS, 0))
                .withMessage("max-versions: 0 (expected: a whole number of versions, 1 to 1,000,000)");
    }

    @Test
    void opensAndClosesAreCounted() {
        List<String> counted = new ArrayList<>();
        Telemetry telemetry = new Telemetry() {
            @Override
            public void opened(Transport transport) {
                counted.add("opened " + transport.wireName());
            }

            @Override
            public void closed(Transport transport, String reason) {
                counted.add("closed " + transport.wireName() + " " + reason);
            }
        };
        try (Rollcall rollcall =
                Rollcall.builder().timer(clock).telemetry(telemetry).build()) {
            rollcall.internals().hub().close(FakeTab.any(rollcall.internals().hub(), "v1", "/a"), Disconnect.LOST);
        }
        assertThat(counted).containsExactly("opened sse", "closed sse lost");
    }

    @Test
    void everyListenerHearsAndClosingWaitsForThem() {
        List<String> heard = new CopyOnWriteArrayList<>();
        Rollcall rollcall = Rollcall.builder()
                .listener(new Recorder(heard))
                .listener(new Recorder(heard))
                .build();
        FakeTab.any(rollcall.internals().hub(), "v1", "/a");
        rollcall.close();
        rollcall.close();
        assertThat(heard).containsExactly("/a", "/a");
        rollcall.internals().timer().after(Duration.ZERO, () -> heard.add("after closing"));
        assertThat(heard).hasSize(2);
    }

    private record Recorder(List<String> heard) implements ConnectionListener {
        @Override
        public void opened(Connection connection) {
            heard.add(connection.route());
        }
    }
}

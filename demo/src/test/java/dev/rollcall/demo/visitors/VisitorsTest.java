// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.demo.visitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.demo.shop.Product;
import dev.rollcall.testkit.ManualTimer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VisitorsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualTimer timer = ManualTimer.still();
    private final Rollcall rollcall =
            Rollcall.builder().currentVersion("v1").timer(timer).build();

    @AfterEach
    void close() {
        rollcall.close();
    }

    @Test
    void arriveWithinTenSecondsOnAllTransports() {
        visitors(200);
        timer.advance(SECOND);
        assertThat(rollcall.internals().hub().size()).isBetween(5, 60);
        timer.advance(Duration.ofSeconds(9));
        assertThat(rollcall.internals().hub().size()).isBetween(150, 200);
        assertThat(rollcall.internals().hub().transports().values()).allMatch(count -> count > 0);
        assertThat(rollcall.stats().versions()).containsOnlyKeys("v1");
    }

    @Test
    void visitPagesLeaveAndAreReplaced() {
        visitors(60);
        Set<String> routes = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            timer.advance(SECOND);
            rollcall.connections(Target.all()).forEach(tab -> {
                routes.add(tab.route());
                ids.add(tab.id());
            });
        }
        assertThat(routes)
                .contains("/", "/catalogue", "/cart", "/checkout", "/checkout/thanks")
                .containsAll(Product.ALL.stream().map(Product::path).toList());
        assertThat(ids).hasSizeGreaterThan(120);
        assertThat(rollcall.internals().hub().size()).isBetween(40, 60);
    }

    @Test
    void mostReloadWithinHalfAMinuteAndSomeTakeLonger() {
        visitors(400);
        timer.advance(Duration.ofSeconds(20));
        assertThat(rollcall.announce("v2").matched()).isGreaterThan(300);
        timer.advance(Duration.ofMillis(100));
        assertThat(on("v1")).as("nobody reloads at once").isGreaterThan(300);
        timer.advance(Duration.ofSeconds(30));
        assertThat(on("v2")).isGreaterThan(rollcall.internals().hub().size() * 3 / 4);
        assertThat(on("v1")).isPositive();
        timer.advance(Duration.ofMinutes(5));
        assertThat(on("v1")).isZero();
    }

    @Test
    void aForcedReloadIsImmediateAndKeepsTheRoute() {
        visitors(60);
        timer.advance(Duration.ofSeconds(20));
        rollcall.give(Order.release("v2", true), Actor.APPLICATION);
        Map<String, Integer> routes = rollcall.stats().routes();
        timer.advance(Duration.ofMillis(500));
        assertThat(on("v1")).isZero();
        int moved = rollcall.stats().routes().entrySet().stream()
                .mapToInt(entry -> Math.abs(entry.getValue() - routes.getOrDefault(entry.getKey(), 0)))
                .sum();
        assertThat(moved).as("a few went on in that half second").isLessThan(20);
    }

    @Test
    void onlyTabsOfTheTargetReload() {
        visitors(200);
        timer.advance(Duration.ofSeconds(20));
        Set<String> before = ids(Target.route("/cart"));
        Set<String> elsewhere = ids(Target.all());
        elsewhere.removeAll(before);
        assertThat(rollcall.invalidate(Target.route("/cart")).matched()).isPositive();
        timer.advance(Duration.ofMillis(200));
        Set<String> after = ids(Target.all());
        assertThat(after).doesNotContainAnyElementsOf(before);
        elsewhere.removeAll(after);
        assertThat(elsewhere).as("left by themselves").hasSizeLessThan(20);
    }

    @Test
    void aTabIgnoresItsOwnVersion() {
        visitors(60);
        timer.advance(Duration.ofSeconds(20));
        Set<String> before = ids(Target.all());
        rollcall.give(Order.announce(Target.all()), Actor.APPLICATION);
        timer.advance(Duration.ofMillis(200));
        before.removeAll(ids(Target.all()));
        assertThat(before).hasSizeLessThan(5);
    }

    @Test
    void comeBackLaterWhenDisconnected() {
        visitors(60);
        timer.advance(Duration.ofSeconds(20));
        rollcall.internals().hub().forEach(0, 1, tab -> tab.disconnect(Disconnect.SLOW));
        timer.advance(Duration.ofMillis(100));
        assertThat(rollcall.internals().hub().size()).isLessThan(5);
        timer.advance(Duration.ofMinutes(1));
        assertThat(rollcall.internals().hub().size()).isGreaterThan(40);
    }

    @Test
    void doBoundedWorkHoweverManyTheyAre() {
        Counter counter = new Counter();
        try (Rollcall many = Rollcall.builder()
                        .currentVersion("v1")
                        .timer(timer)
                        .telemetry(counter)
                        .build();
                Visitors crowd = new Visitors(many, new Random(1), 100_000)) {
            crowd.start();
            timer.advance(Duration.ofSeconds(10));
            assertThat(many.internals().hub().size()).isGreaterThan(95_000);
            many.give(Order.release("v2", true), Actor.APPLICATION);
            for (int i = 0; i < 20; i++) {
                counter.opened = 0;
                timer.advance(SECOND);
                assertThat(counter.opened).isBetween(500, Visitors.mostPerSecond(100_000));
            }
            timer.advance(Duration.ofMinutes(3));
            assertThat(many.stats().versions()).containsOnlyKeys("v2");
        }
    }

    @Test
    void closeSendsAllHomeAndStopsTheTicks() {
        Visitors visitors = visitors(60);
        timer.advance(Duration.ofSeconds(10));
        int alarms = timer.pending();
        visitors.close();
        assertThat(rollcall.internals().hub().size()).isZero();
        assertThat(timer.pending()).isLessThan(alarms);
        timer.advance(Duration.ofMinutes(1));
        assertThat(rollcall.internals().hub().size()).isZero();
    }

    @Test
    void zeroVisitorsDoNothing() {
        visitors(0);
        timer.advance(Duration.ofMinutes(1));
        assertThat(rollcall.internals().hub().size()).isZero();
    }

    @Test
    void tooManyAreRefused() {
        assertThatThrownBy(() -> new Visitors(rollcall, new Random(1), 200_001))
                .hasMessage("visitors: 200001 (expected: 0 to 200000)");
    }

    private Visitors visitors(int count) {
        Visitors visitors = new Visitors(rollcall, new Random(7), count);
        visitors.start();
        return visitors;
    }

    private int on(String version) {
        return rollcall.internals().hub().count(tab -> tab.version().equals(version));
    }

    private Set<String> ids(Target target) {
        Set<String> ids = new HashSet<>();
        rollcall.connections(target).forEach(tab -> ids.add(tab.id()));
        return ids;
    }

    /** Counts the connections that open. */
    private static final class Counter implements Telemetry {

        private int opened;

        @Override
        public void opened(Transport transport) {
            opened++;
        }
    }
}

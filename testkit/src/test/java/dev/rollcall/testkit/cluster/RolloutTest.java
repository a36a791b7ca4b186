// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.command.Pace;
import dev.rollcall.core.funnel.Place;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.receipt.Receipt;
import dev.rollcall.core.wave.Comeback;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waves and receipts over three nodes, with tabs that come to any of them. */
@Timeout(120)
class RolloutTest {

    private static final Actor CI = new Actor("ci-secret", Actor.Via.SECRET);

    private final ServedFleet served = new ServedFleet();
    private final Fleet fleet = served.fleet;
    private final List<Visitor> visitors = new ArrayList<>();

    @BeforeEach
    void start() {
        served.start(3);
        give(0, Order.release("v2", false));
    }

    @AfterEach
    void close() {
        served.close();
    }

    private void open(int count) {
        for (int i = 0; i < count; i++) {
            Visitor visitor = new Visitor(served, "v1");
            visitor.poll(i % 3);
            visitors.add(visitor);
        }
    }

    private String give(int node, Order order) {
        CompletableFuture<Outcome> given = fleet.nodes
                .get(node)
                .rollcall
                .internals()
                .commands()
                .give(order, CI)
                .toCompletableFuture();
        fleet.eventually(given::isDone);
        fleet.pass(Duration.ofMillis(200));
        return given.join().command().id();
    }

    private Receipt receipt(int node, String command) {
        fleet.pass(Duration.ofMillis(1_500));
        Receipt receipt =
                fleet.nodes.get(node).rollcall.internals().commands().receipts().find(command);
        return Objects.requireNonNull(receipt, "not known there");
    }

    private static Map<String, Integer> places(Receipt receipt) {
        Map<String, Integer> some = new HashMap<>();
        receipt.places().forEach((place, count) -> {
            if (count > 0) {
                some.put(place.wireName(), count);
            }
        });
        return some;
    }

    /** Makes each tab poll every five seconds, at whichever of these nodes a load balancer chooses. */
    private void live(Duration time, int... nodes) {
        for (long left = time.toSeconds(); left > 0; left -= 5) {
            for (int i = 0; i < visitors.size(); i++) {
                visitors.get(i).poll(nodes[(i + (int) left / 5) % nodes.length]);
            }
            fleet.pass(Duration.ofSeconds(5));
        }
    }

    @Test
    @DisplayName("a wave reaches the tabs of every node at its pace, and every node has one receipt that adds up")
    void wave() {
        open(60);
        String id = give(1, Order.reload(Target.all()).at(Pace.over(Duration.ofMinutes(10))));
        live(Duration.ofMinutes(2), 0, 1, 2);
        Receipt some = receipt(2, id);
        assertThat(some.matched()).isEqualTo(60);
        double left = (some.until() - fleet.timer.millis()) / 600_000.0;
        assertThat((double) some.at(Place.WAITING)).isBetween(60 * left - 15, 60 * left + 15);
        assertThat(some.missing()).isNull();
        live(Duration.ofMinutes(9), 0, 1, 2);
        for (int node = 0; node < 3; node++) {
            Receipt receipt = receipt(node, id);
            assertThat(places(receipt)).isEqualTo(Map.of("returned", 60));
            assertThat(receipt.versions()).isEqualTo(Map.of("v2", 60));
            assertThat(receipt.state()).isEqualTo(Receipt.State.DONE);
            assertThat(receipt.answered()).isEqualTo(3);
        }
        assertThat(visitors).allSatisfy(visitor -> assertThat(visitor.reloads).isEqualTo(1));
    }

    @Test
    @DisplayName("a tab that needs time, and one that stays old, are in their places until they are done")
    void deferredAndUnchanged() {
        open(6);
        visitors.get(0).defers = true;
        visitors.get(1).site = "v1";
        String id = give(0, Order.reload(Target.outdated()).within(Duration.ofMinutes(5)));
        live(Duration.ofSeconds(20), 0, 1, 2);
        assertThat(places(receipt(1, id))).isEqualTo(Map.of("deferred", 1, "unchanged", 1, "returned", 4));
        visitors.get(0).ready(0);
        live(Duration.ofSeconds(10), 1, 2);
        assertThat(places(receipt(1, id))).isEqualTo(Map.of("unchanged", 1, "returned", 5));
    }

    @Test
    @DisplayName("when a node is killed in the middle, its tabs go on elsewhere, and each is counted once")
    void killed() {
        open(60);
        String id = give(0, Order.reload(Target.all()).at(Pace.over(Duration.ofMinutes(2))));
        live(Duration.ofSeconds(30), 0, 1, 2);
        assertThat(receipt(1, id).matched()).isEqualTo(60);
        fleet.network.cut(fleet.nodes.get(0).backplane);
        fleet.pass(Duration.ofSeconds(12)); // until its lease has run out
        live(Duration.ofSeconds(30), 1, 2);
        assertThat(receipt(1, id).matched()).isEqualTo(60);
        live(Duration.ofMinutes(2), 1, 2);
        for (int node = 1; node < 3; node++) {
            Receipt receipt = receipt(node, id);
            assertThat(places(receipt)).isEqualTo(Map.of("returned", 60));
            assertThat(receipt.state()).isEqualTo(Receipt.State.DONE);
        }
        assertThat(visitors).allSatisfy(visitor -> assertThat(visitor.reloads).isEqualTo(1));
    }

    @Test
    @DisplayName("tabs of a killed node that come elsewhere before its end is known continue there as well")
    void atOnce() {
        List<Fleet.Tab> tabs = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            tabs.add(fleet.nodes.get(i % 3).tab("v1", "/"));
        }
        String id = give(1, Order.reload(Target.outdated()).at(Pace.over(Duration.ofMinutes(2))));
        assertThat(receipt(1, id).matched()).isEqualTo(9);
        fleet.network.cut(fleet.nodes.get(0).backplane);
        Receipt given = receipt(1, id);
        for (int i = 0; i < 9; i += 3) {
            long age = fleet.timer.millis() - given.command().at() + 300; // loaded just before the command was given
            Fleet.Node other = fleet.nodes.get(1 + i % 2);
            Fleet.Tab tab = other.tab("v1", "/");
            String former = tabs.get(i).connection().id();
            tabs.set(i, tab);
            Comeback comeback = new Comeback(former, fleet.nodes.get(0).id(), null, age);
            other.rollcall.internals().commands().receipts().arrivals().opened(tab.connection(), comeback);
        }
        fleet.pass(Duration.ofSeconds(15));
        assertThat(receipt(1, id).matched()).isEqualTo(9);
        fleet.pass(Duration.ofMinutes(3));
        assertThat(tabs).allSatisfy(tab -> assertThat(tab.received).isNotEmpty());
        assertThat(receipt(2, id).matched()).isEqualTo(9);
        assertThat(receipt(2, id).at(Place.GONE)).isZero();
    }

    @Test
    @DisplayName("a node without tabs of a command still finds the place of one that comes back to it")
    void comesToAnother() {
        for (int node = 0; node < 3; node++) {
            for (int giver = 0; giver < 3; giver++) {
                Visitor visitor = new Visitor(served, "v1");
                visitor.poll(node);
                String id = give(giver, Order.reload(Target.versions(Set.of("v1"))));
                visitor.poll(node); // told, and reloads
                fleet.pass(Duration.ofSeconds(2));
                visitor.poll((node + 1) % 3);
                assertThat(places(receipt(giver, id)))
                        .as(node + " and " + giver)
                        .isEqualTo(Map.of("returned", 1));
            }
        }
    }

    @Test
    @DisplayName("an abort at any node lets off the tabs of all, and says how many")
    void abort() {
        open(60);
        String id = give(0, Order.reload(Target.all()).at(Pace.over(Duration.ofMinutes(2))));
        live(Duration.ofSeconds(30), 0, 1, 2);
        int waiting = receipt(1, id).at(Place.WAITING);
        var aborted = fleet.nodes
                .get(2)
                .rollcall
                .internals()
                .commands()
                .give(Order.abort(id, "broken"), CI)
                .toCompletableFuture();
        fleet.eventually(aborted::isDone);
        assertThat(aborted.join().matched()).isBetween(waiting - 5, waiting);
        assertThat(aborted.join().answered()).isEqualTo(3);
        live(Duration.ofMinutes(2), 0, 1, 2);
        Receipt receipt = receipt(1, id);
        assertThat(receipt.state()).isEqualTo(Receipt.State.ABORTED);
        // A tab that was on its way to another node at that time is let off when it arrives.
        assertThat(receipt.at(Place.ABORTED)).isBetween(aborted.join().matched(), waiting);
        assertThat(receipt.at(Place.RETURNED)).isEqualTo(60 - receipt.at(Place.ABORTED));
    }

    @Test
    @DisplayName("a node that starts during a wave tells the tabs that come to it, and knows the whole receipt")
    void joins() {
        open(60);
        String id = give(0, Order.reload(Target.all()).at(Pace.over(Duration.ofMinutes(2))));
        live(Duration.ofSeconds(20), 0, 1, 2);
        served.start(1);
        fleet.pass(Duration.ofSeconds(6));
        live(Duration.ofSeconds(130), 0, 1, 2, 3);
        Receipt receipt = receipt(3, id);
        assertThat(places(receipt)).isEqualTo(Map.of("returned", 60));
        assertThat(receipt.matched()).isEqualTo(60);
    }
}

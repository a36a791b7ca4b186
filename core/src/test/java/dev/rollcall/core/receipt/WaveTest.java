// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.FakeTab;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.ConfirmationException;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.command.Pace;
import dev.rollcall.core.command.StopRule;
import dev.rollcall.core.event.RolloutEvent;
import dev.rollcall.core.funnel.Place;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.wave.Comeback;
import dev.rollcall.core.wave.Waves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When tabs are notified, and what ends a wave. */
class WaveTest extends CommandFixture {

    @Test
    @DisplayName("a spread gives every tab its own moment, and each is told once")
    void spread() {
        List<FakeTab> some = open(1_000, "v1");
        String id = give(Order.reload(Target.all()).at(Pace.over(Duration.ofSeconds(100))));
        assertThat(told(some)).isZero();
        for (int tenth = 1; tenth <= 10; tenth++) {
            clock.advance(Duration.ofSeconds(10));
            assertThat(told(some)).isBetween(100 * tenth - 60, 100 * tenth + 60);
            assertThat(receipt(id).at(Place.WAITING)).isEqualTo(1_000 - told(some));
        }
        clock.advance(Duration.ofSeconds(1));
        assertThat(told(some)).isEqualTo(1_000);
        assertThat(some).allSatisfy(tab -> assertThat(tab.received()).hasSize(1));
        assertThat(receipt(id).matched()).isEqualTo(1_000);
    }

    @Test
    @DisplayName("a rate takes the time that follows from the number of tabs")
    void rate() {
        List<FakeTab> some = open(500, "v1");
        String id = give(Order.reload(Target.all()).at(Pace.rate(10)));
        assertThat(receipt(id).until()).isEqualTo(clock.millis() + 50_000);
        clock.advance(Duration.ofSeconds(25));
        assertThat(told(some)).isBetween(200, 300);
        clock.advance(Duration.ofSeconds(26));
        assertThat(told(some)).isEqualTo(500);
        assertThatThrownBy(() -> give(Order.reload(Target.all()).at(new Pace(Duration.ofDays(2), 0))))
                .hasMessageStartingWith("spread: 172800 (expected: 0 to 86400");
    }

    @Test
    @DisplayName("tabs that an abort lets off are told nothing, and those that were told continue")
    void abort() {
        List<FakeTab> some = open(100, "v1");
        String id = give(Order.reload(Target.all()).at(Pace.over(Duration.ofSeconds(100))));
        clock.advance(Duration.ofSeconds(30));
        int told = told(some);
        Outcome aborted = rollcall.give(Order.abort(id, "the new build is broken"), CI);
        assertThat(aborted.matched()).isEqualTo(100 - told);
        clock.advance(Duration.ofSeconds(100));
        assertThat(told(some)).isEqualTo(told);
        Receipt receipt = receipt(id);
        assertThat(receipt.state()).isEqualTo(Receipt.State.ABORTED);
        assertThat(receipt.at(Place.ABORTED)).isEqualTo(100 - told);
        assertThat(Objects.requireNonNull(receipt.ended()).reason()).isEqualTo("the new build is broken");
        assertThat(rollcall.internals().commands().audit().list(1).get(0).target())
                .isEqualTo("command " + id);
    }

    @Test
    @DisplayName("a page that was open before a wave joins it when it connects; one that was loaded since does not")
    void late() {
        rollcall.announce("v2");
        open(10, "v1");
        String id = give(Order.reload(Target.all()).at(Pace.over(Duration.ofMinutes(1))));
        clock.advance(Duration.ofSeconds(30));
        FakeTab before = open("v1", "/shop");
        receipts().arrivals().opened(connection(before), new Comeback(null, null, null, 3_600_000));
        FakeTab since = open("v1", "/shop");
        receipts().arrivals().opened(connection(since), new Comeback(null, null, null, 2_000));
        assertThat(receipt(id).matched()).isEqualTo(11);
        clock.advance(Duration.ofMinutes(1));
        assertThat(isTold(before)).isTrue();
        assertThat(isTold(since)).isFalse();
    }

    @Test
    @DisplayName("a tab that no longer matches the target when its moment comes is let off")
    void letOff() {
        FakeTab moves = open("v1", "/shop");
        FakeTab stays = open("v1", "/shop");
        String id = give(Order.reload(Target.routeExactly("/shop")).at(Pace.over(Duration.ofMinutes(1))));
        hub().route(connection(moves), "/checkout");
        clock.advance(Duration.ofMinutes(2));
        assertThat(isTold(moves)).isFalse();
        assertThat(isTold(stays)).isTrue();
        assertThat(places(receipt(id))).containsEntry("aborted", 1);
    }

    @Test
    @DisplayName("a rollback during a paced release reloads no tab on the version that is current again")
    void rollback() {
        open(1, "v1");
        rollcall.announce("v1");
        List<FakeTab> some = open(100, "v1");
        give(Order.release("v2", true).at(Pace.over(Duration.ofSeconds(100))));
        clock.advance(Duration.ofSeconds(50));
        int told = told(some);
        assertThat(told).isBetween(20, 80);
        rollcall.announce("v1");
        clock.advance(Duration.ofSeconds(100));
        assertThat(told(some)).isEqualTo(told);
    }

    @Test
    @DisplayName("a command that makes many tabs reload needs their number, more or less")
    void confirmation() {
        open(200, "v1");
        Order all = Order.reload(Target.all());
        assertThatThrownBy(() -> rollcall.give(all, CI))
                .isInstanceOf(ConfirmationException.class)
                .hasMessageContaining("200 of 200 tabs would reload")
                .hasMessageContaining("\"confirm\": 200");
        assertThat(rollcall.internals().commands().audit().list(10)).isEmpty();
        assertThatThrownBy(() -> rollcall.give(all.confirmed(150), CI)).hasMessageContaining("150 is too few by now");
        assertThat(rollcall.give(all.confirmed(185), CI).matched()).isEqualTo(200);
        assertThat(rollcall.give(Order.announce(Target.all()), CI).matched()).isEqualTo(200);
        assertThat(rollcall.invalidate(Target.all()).matched()).isEqualTo(200);
    }

    @Test
    @DisplayName("a wave stops on its own when too many tabs do not come back")
    void stops() {
        List<FakeTab> some = open(100, "v1");
        List<RolloutEvent> events = new ArrayList<>();
        rollcall.internals().events().listen(events::add);
        String id = give(Order.reload(Target.all())
                .at(Pace.over(Duration.ofSeconds(400)))
                .until(StopRule.lost(50)));
        for (int second = 0; second < 300; second++) {
            clock.advance(Duration.ofSeconds(1));
            some.stream()
                    .filter(tab -> isTold(tab) && !connection(tab).isClosed())
                    .forEach(tab -> {
                        ack(tab, id, "reloading");
                        close(tab);
                    });
        }
        Receipt receipt = receipt(id);
        assertThat(receipt.state()).isEqualTo(Receipt.State.STOPPED);
        assertThat(Objects.requireNonNull(receipt.ended()).reason()).endsWith("more than 50 percent");
        assertThat(told(some)).isLessThan(60);
        assertThat(events)
                .singleElement()
                .satisfies(event -> assertThat(event.type()).isEqualTo(RolloutEvent.Type.STOPPED));
        assertThat(rollcall.internals().commands().audit().list(10))
                .filteredOn(entry -> entry.action().equals("abort"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.by()).isEqualTo(Actor.STOP_RULE));
    }

    @Test
    @DisplayName("a wave stops on its own when the application is unhealthy; that needs a health address")
    void stopsWhenUnwell() {
        List<FakeTab> some = open(100, "v1");
        Order order = Order.reload(Target.all())
                .at(Pace.over(Duration.ofSeconds(100)))
                .until(new StopRule(0, 3));
        assertThatThrownBy(() -> give(order)).hasMessageStartingWith("stopWhen.unhealthy: no health-url is set");
        int[] bad = {2};
        receipts().stopRules().health(() -> bad[0]);
        String id = give(order);
        assertThat(receipts().asksForHealth()).isTrue();
        clock.advance(Duration.ofSeconds(20));
        assertThat(receipt(id).state()).isEqualTo(Receipt.State.RUNNING);
        bad[0] = 3;
        clock.advance(Duration.ofSeconds(2));
        int told = told(some);
        Receipt receipt = receipt(id);
        assertThat(receipt.state()).isEqualTo(Receipt.State.STOPPED);
        assertThat(Objects.requireNonNull(receipt.ended()).reason())
                .isEqualTo("the health address has answered badly 3 times in a row");
        assertThat(receipts().asksForHealth()).isFalse();
        clock.advance(Duration.ofSeconds(100));
        assertThat(told(some)).isEqualTo(told);
    }

    @Test
    @DisplayName("a wave that still has tabs to tell is not dropped for others; one wave too many is refused")
    void tooMany() {
        open(20, "v1");
        Order slow = Order.reload(Target.all()).at(Pace.over(Duration.ofHours(1)));
        String first = give(slow);
        for (int i = 0; i < 2 * Waves.MOST; i++) {
            give(Order.reload(Target.all()));
        }
        clock.advance(Duration.ofMinutes(30));
        assertThat(receipt(first).at(Place.WAITING)).isBetween(2, 18);
        for (int i = 1; i < Waves.MOST; i++) {
            give(slow);
        }
        assertThatThrownBy(() -> give(slow)).hasMessageStartingWith("command: 16 waves still have tabs to notify");
        clock.advance(Duration.ofMinutes(31));
        assertThat(receipt(first).at(Place.WAITING)).isZero();
        give(Order.reload(Target.all()));
    }
}

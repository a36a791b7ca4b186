// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.FakeTab;
import dev.rollcall.core.ManualClock;
import dev.rollcall.core.ObjectCodec;
import dev.rollcall.core.Rollcall;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Actor.Via;
import dev.rollcall.core.command.ConfirmationException;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.command.Pace;
import dev.rollcall.core.command.StopRule;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.connection.Lookup;
import dev.rollcall.core.event.RolloutEvent;
import dev.rollcall.core.funnel.Place;
import dev.rollcall.core.journal.MemoryJournal;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.DataMessage;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.wave.Comeback;
import dev.rollcall.core.wave.Waves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReceiptsTest {

    private static final Actor CI = new Actor("ci-secret", Via.SECRET);

    private final ManualClock clock = new ManualClock();
    private final MemoryJournal journal = new MemoryJournal(clock);
    private final ObjectCodec codec = new ObjectCodec();
    private Rollcall rollcall = start();
    private final Map<FakeTab, Connection> tabs = new LinkedHashMap<>();

    @AfterEach
    void close() {
        rollcall.close();
    }

    private Rollcall start() {
        return Rollcall.builder()
                .timer(clock)
                .journal(journal, codec)
                .clusterThread(Runnable::run)
                .currentVersion("v1")
                .build();
    }

    private Hub hub() {
        return rollcall.internals().hub();
    }

    private Receipts receipts() {
        return rollcall.internals().commands().receipts();
    }

    private Waves waves() {
        return rollcall.internals().commands().waves();
    }

    private FakeTab open(String version, String route) {
        FakeTab tab = new FakeTab();
        tabs.put(tab, tab.open(hub(), version, route));
        return tab;
    }

    private List<FakeTab> open(int count, String version) {
        List<FakeTab> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(open(version, "/shop"));
        }
        return some;
    }

    private Connection connection(FakeTab tab) {
        return Objects.requireNonNull(tabs.get(tab));
    }

    private String give(Order order) {
        Outcome outcome = rollcall.give(order.confirmed(1_000_000), CI);
        return outcome.command().id();
    }

    private Receipt receipt(String command) {
        Receipt receipt = Objects.requireNonNull(receipts().find(command));
        assertThat(receipt.places().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(receipt.matched());
        return receipt;
    }

    private static int told(List<FakeTab> some) {
        return (int) some.stream().filter(ReceiptsTest::isTold).count();
    }

    private static boolean isTold(FakeTab tab) {
        return tab.received().stream()
                .anyMatch(message ->
                        message instanceof DataMessage data && data.fields().get("force") == Boolean.TRUE);
    }

    private void ack(FakeTab tab, String command, String state) {
        waves().acknowledged(connection(tab), command, state, null);
    }

    private void close(FakeTab tab) {
        hub().close(connection(tab), Disconnect.CLIENT_LEFT);
    }

    /** The tab opens a connection again, with a page of an age. */
    private void comeBack(FakeTab tab, String version, @Nullable String command, long age) {
        Connection former = connection(tab);
        hub().close(former, Disconnect.CLIENT_LEFT);
        Connection now = tab.open(hub(), version, "/shop");
        tabs.put(tab, now);
        receipts().arrivals().opened(now, new Comeback(former.id(), hub().node(), command, age));
    }

    private static Map<String, Integer> places(Receipt receipt) {
        Map<String, Integer> some = new LinkedHashMap<>();
        receipt.places().forEach((place, count) -> {
            if (count > 0) {
                some.put(place.wireName(), count);
            }
        });
        return some;
    }

    @Test
    @DisplayName("a spread gives every tab a moment of its own, and each is told once")
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
    @DisplayName("who is let off by an abort is told nothing, and those that were told go on")
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
    @DisplayName("a tab goes from place to place, and is back on its new build")
    void journey() {
        FakeTab tab = open("v1", "/shop");
        rollcall.announce("v2");
        clock.advance(Duration.ofSeconds(5));
        String id = give(Order.reload(Target.outdated()).within(Duration.ofMinutes(5)));
        assertThat(places(receipt(id))).isEqualTo(Map.of("delivered", 1));
        ack(tab, id, "received");
        assertThat(places(receipt(id))).isEqualTo(Map.of("delivered", 1));
        waves().acknowledged(connection(tab), id, "deferred", "unsaved form");
        assertThat(places(receipt(id))).isEqualTo(Map.of("deferred", 1));
        assertThat(receipt(id).deferredUntil()).isEqualTo(clock.millis() + 300_000);
        assertThat(receipt(id).reasons()).isEqualTo(Map.of("unsaved form", 1));
        clock.advance(Duration.ofSeconds(200));
        ack(tab, id, "reloading");
        close(tab);
        assertThat(places(receipt(id))).isEqualTo(Map.of("reloading", 1));
        clock.advance(Duration.ofSeconds(2));
        comeBack(tab, "v2", id, 500);
        clock.advance(Duration.ofSeconds(2));
        assertThat(places(receipt(id))).isEqualTo(Map.of("returned", 1));
        assertThat(receipt(id).versions()).isEqualTo(Map.of("v2", 1));
        assertThat(receipt(id).state()).isEqualTo(Receipt.State.DONE);
        comeBack(tab, "v2", id, 500);
        assertThat(places(receipt(id))).isEqualTo(Map.of("returned", 1));
    }

    @Test
    @DisplayName("a tab that is still on an old build after its reload is unchanged")
    void unchanged() {
        FakeTab tab = open("v1", "/shop");
        rollcall.announce("v2");
        clock.advance(Duration.ofSeconds(5));
        String id = give(Order.reload(Target.outdated()));
        comeBack(tab, "v1", id, 100);
        assertThat(places(receipt(id))).isEqualTo(Map.of("unchanged", 1));
    }

    @Test
    @DisplayName("a connection that is lost and found changes nothing, and who waited waits on")
    void reconnects() {
        FakeTab told = open("v1", "/shop");
        String id = give(Order.reload(Target.all()));
        ack(told, id, "received");
        clock.advance(Duration.ofSeconds(3));
        comeBack(told, "v1", null, 60_000);
        assertThat(places(receipt(id))).isEqualTo(Map.of("delivered", 1));
        clock.advance(Duration.ofSeconds(20));
        assertThat(told.received()).hasSize(1);
        ack(told, id, "reloading");
        comeBack(told, "v1", id, 10);

        FakeTab waiting = open("v1", "/shop");
        String wave = give(Order.reload(Target.all()).at(Pace.over(Duration.ofMinutes(1))));
        comeBack(waiting, "v1", null, 60_000);
        assertThat(receipt(wave).at(Place.WAITING)).isEqualTo(2);
        clock.advance(Duration.ofMinutes(2));
        assertThat(waiting.received()).hasSize(1);
    }

    @Test
    @DisplayName("a tab that does not come back within a minute is gone, and comes out of that when it does later")
    void gone() {
        FakeTab tab = open("v1", "/shop");
        FakeTab other = open("v1", "/shop");
        String id = give(Order.reload(Target.all()));
        ack(tab, id, "reloading");
        close(tab);
        clock.advance(Duration.ofSeconds(62));
        assertThat(receipt(id).at(Place.GONE)).isEqualTo(1);
        comeBack(tab, "v1", id, 100);
        assertThat(receipt(id).at(Place.GONE)).isZero();
        assertThat(receipt(id).at(Place.RETURNED)).isEqualTo(1);
        assertThat(receipt(id).matched()).isEqualTo(2);
        ack(other, id, "received");
    }

    @Test
    @DisplayName("a client of 1.x says nothing: it is unconfirmed, connected or not")
    void unconfirmed() {
        FakeTab leaves = open("v1", "/shop");
        open("v1", "/shop");
        String id = give(Order.reload(Target.all()));
        close(leaves);
        FakeTab anew = open("v1", "/shop");
        receipts().arrivals().opened(connection(anew), new Comeback(null, null, null, Comeback.UNKNOWN));
        assertThat(places(receipt(id))).isEqualTo(Map.of("delivered", 1, "reloading", 1));
        clock.advance(Duration.ofSeconds(125));
        assertThat(places(receipt(id))).isEqualTo(Map.of("unconfirmed", 2));
        assertThat(receipt(id).state()).isEqualTo(Receipt.State.DONE);
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
    @DisplayName("a tab that a target does not mean any more when its moment comes is let off")
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
    @DisplayName("a rollback in the middle of a paced release reloads nobody on what is current again")
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
    @DisplayName("what makes many tabs reload needs the number of them, more or less")
    void confirmation() {
        open(200, "v1");
        Order all = Order.reload(Target.all());
        assertThatThrownBy(() -> rollcall.give(all, CI))
                .isInstanceOf(ConfirmationException.class)
                .hasMessageContaining("200 of 200 tabs would reload")
                .hasMessageContaining("\"confirm\": 200");
        assertThat(rollcall.internals().commands().audit().list(10)).isEmpty();
        assertThatThrownBy(() -> rollcall.give(all.confirmed(150), CI)).hasMessageContaining("there are more by now");
        assertThat(rollcall.give(all.confirmed(185), CI).matched()).isEqualTo(200);
        assertThat(rollcall.give(Order.announce(Target.all()), CI).matched()).isEqualTo(200);
        assertThat(rollcall.invalidate(Target.all()).matched()).isEqualTo(200);
    }

    @Test
    @DisplayName("a wave stops by itself when too many tabs do not come back")
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
    @DisplayName("a wave stops by itself when the application is not well, and cannot be asked to where nobody knows")
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
    @DisplayName("a wave that has tabs to tell is not given up for others; one more than can be followed is refused")
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
        assertThatThrownBy(() -> give(slow)).hasMessageStartingWith("command: 16 waves still have tabs to tell");
        clock.advance(Duration.ofMinutes(31));
        assertThat(receipt(first).at(Place.WAITING)).isZero();
        give(Order.reload(Target.all()));
    }

    @Test
    @DisplayName("after a restart in the middle a wave goes on with the tabs that come back, each counted once")
    void restart() {
        List<FakeTab> some = open(100, "v1");
        String id = give(Order.reload(Target.all()).at(Pace.over(Duration.ofSeconds(100))));
        clock.advance(Duration.ofSeconds(40));
        int told = told(some);
        some.stream().filter(ReceiptsTest::isTold).forEach(tab -> {
            ack(tab, id, "reloading");
            comeBack(tab, "v1", id, 100);
        });
        rollcall.close();
        Map<FakeTab, Connection> before = new LinkedHashMap<>(tabs);
        rollcall = start();
        assertThat(places(receipt(id))).isEqualTo(Map.of("returned", told, "reloading", 100 - told));
        for (FakeTab tab : some) {
            boolean back = isTold(tab);
            Connection former = Objects.requireNonNull(before.get(tab));
            Connection now = tab.open(hub(), "v1", "/shop");
            tabs.put(tab, now);
            Comeback comeback = new Comeback(former.id(), owner(former), null, back ? 1_000 : 600_000);
            receipts().arrivals().opened(now, comeback);
        }
        assertThat(receipt(id).matched()).isEqualTo(100);
        assertThat(receipt(id).at(Place.WAITING)).isEqualTo(100 - told);
        clock.advance(Duration.ofSeconds(60));
        assertThat(told(some)).isEqualTo(100);
        assertThat(some).allSatisfy(tab -> assertThat(tab.received()).hasSize(1));
        assertThat(receipt(id).matched()).isEqualTo(100);
    }

    private NodeId owner(Connection former) {
        return ((Lookup.Elsewhere) hub().lookUp(former.id())).owner();
    }
}

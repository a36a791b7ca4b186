// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.FakeTab;
import dev.rollcall.core.ManualClock;
import dev.rollcall.core.ObjectCodec;
import dev.rollcall.core.Rollcall;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Actor.Via;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.connection.Lookup;
import dev.rollcall.core.journal.MemoryJournal;
import dev.rollcall.core.message.DataMessage;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.wave.Comeback;
import dev.rollcall.core.wave.Waves;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** One node with a journal and tabs that a test opens, closes and brings back. */
abstract class CommandFixture {

    static final Actor CI = new Actor("ci-secret", Via.SECRET);

    final ManualClock clock = new ManualClock();
    final MemoryJournal journal = new MemoryJournal(clock);
    final ObjectCodec codec = new ObjectCodec();
    Rollcall rollcall = start();
    final Map<FakeTab, Connection> tabs = new LinkedHashMap<>();

    @AfterEach
    void close() {
        rollcall.close();
    }

    Rollcall start() {
        return Rollcall.builder()
                .timer(clock)
                .journal(journal, codec)
                .clusterThread(Runnable::run)
                .currentVersion("v1")
                .build();
    }

    Hub hub() {
        return rollcall.internals().hub();
    }

    Receipts receipts() {
        return rollcall.internals().commands().receipts();
    }

    Waves waves() {
        return rollcall.internals().commands().waves();
    }

    FakeTab open(String version, String route) {
        FakeTab tab = new FakeTab();
        tabs.put(tab, tab.open(hub(), version, route));
        return tab;
    }

    List<FakeTab> open(int count, String version) {
        List<FakeTab> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(open(version, "/shop"));
        }
        return some;
    }

    Connection connection(FakeTab tab) {
        return Objects.requireNonNull(tabs.get(tab));
    }

    String give(Order order) {
        Outcome outcome = rollcall.give(order.confirmed(1_000_000), CI);
        return outcome.command().id();
    }

    Receipt receipt(String command) {
        Receipt receipt = Objects.requireNonNull(receipts().find(command));
        assertThat(receipt.places().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(receipt.matched());
        return receipt;
    }

    static int told(List<FakeTab> some) {
        return (int) some.stream().filter(CommandFixture::isTold).count();
    }

    static boolean isTold(FakeTab tab) {
        return tab.received().stream()
                .anyMatch(message ->
                        message instanceof DataMessage data && data.fields().get("force") == Boolean.TRUE);
    }

    void ack(FakeTab tab, String command, String state) {
        waves().acknowledged(connection(tab), command, state, null);
    }

    void close(FakeTab tab) {
        hub().close(connection(tab), Disconnect.CLIENT_LEFT);
    }

    /** Lets the tab reconnect, with a page of this age. */
    void comeBack(FakeTab tab, String version, @Nullable String command, long age) {
        Connection former = connection(tab);
        hub().close(former, Disconnect.CLIENT_LEFT);
        Connection now = tab.open(hub(), version, "/shop");
        tabs.put(tab, now);
        receipts().arrivals().opened(now, new Comeback(former.id(), hub().node(), command, age));
    }

    static Map<String, Integer> places(Receipt receipt) {
        Map<String, Integer> some = new LinkedHashMap<>();
        receipt.places().forEach((place, count) -> {
            if (count > 0) {
                some.put(place.wireName(), count);
            }
        });
        return some;
    }

    NodeId owner(Connection former) {
        return ((Lookup.Elsewhere) hub().lookUp(former.id())).owner();
    }
}

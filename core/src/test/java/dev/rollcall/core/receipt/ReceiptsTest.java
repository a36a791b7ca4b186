// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.FakeTab;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Pace;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.funnel.Place;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.wave.Comeback;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The place of each tab. */
class ReceiptsTest extends CommandFixture {

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
    @DisplayName("a connection that is lost and found changes nothing, and a waiting tab keeps waiting")
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
    @DisplayName("after a restart in the middle a wave goes on with the tabs that come back, each counted once")
    void restart() {
        List<FakeTab> some = open(100, "v1");
        String id = give(Order.reload(Target.all()).at(Pace.over(Duration.ofSeconds(100))));
        clock.advance(Duration.ofSeconds(40));
        int told = told(some);
        some.stream().filter(CommandFixture::isTold).forEach(tab -> {
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
}

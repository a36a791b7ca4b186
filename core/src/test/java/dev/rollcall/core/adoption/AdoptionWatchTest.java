// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.FakeTab;
import dev.rollcall.core.ManualClock;
import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.event.RolloutEvent;
import dev.rollcall.core.event.RolloutEvent.Tabs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdoptionWatchTest {

    private final ManualClock clock = new ManualClock();
    private final Rollcall rollcall =
            Rollcall.builder().currentVersion("v1").timer(clock).build();
    private final List<RolloutEvent> heard = new ArrayList<>();
    private final List<Connection> old = new ArrayList<>();

    @AfterEach
    void close() {
        rollcall.close();
    }

    private void listen() {
        rollcall.internals().events().listen(heard::add);
    }

    private Connection open(String version) {
        rollcall.internals().releases().seen(version, false);
        Admission admission = new Admission(Transport.WEBSOCKET, version, "/", null, null, false);
        return rollcall.internals().hub().open(admission, connection -> new FakeTab());
    }

    private void open(int tabs) {
        for (int i = 0; i < tabs; i++) {
            old.add(open("v1"));
        }
    }

    /** Makes this number of old tabs come back on another version. */
    private void move(int tabs, String version) {
        for (int i = 0; i < tabs; i++) {
            rollcall.internals().hub().close(old.remove(0), Disconnect.CLIENT_LEFT);
            open(version);
        }
        clock.advance(AdoptionWatch.EVERY);
    }

    private List<String> types() {
        return heard.stream().map(event -> event.type().wireName()).toList();
    }

    @Test
    void eachMilestoneIsToldOnceWithItsFigures() {
        listen();
        open(100);
        rollcall.announce("v2");
        assertThat(types()).containsExactly("announced");
        move(49, "v2");
        assertThat(types()).containsExactly("announced");
        move(1, "v2");
        assertThat(types()).containsExactly("announced", "half");
        assertThat(heard.get(1).tabs()).isEqualTo(new Tabs(100, 50, 50));
        move(44, "v2");
        assertThat(types()).containsExactly("announced", "half");
        move(1, "v2");
        assertThat(types()).containsExactly("announced", "half", "done");
        clock.advance(Duration.ofMinutes(5));
        move(5, "v2");
        assertThat(types()).containsExactly("announced", "half", "done", "migrated");
        assertThat(heard.get(3).tabs()).isEqualTo(new Tabs(100, 100, 0));
        int waiting = clock.waiting();
        clock.advance(Duration.ofMinutes(5));
        assertThat(heard).hasSize(4);
        assertThat(clock.waiting()).isEqualTo(waiting);
        assertThat(heard).allSatisfy(event -> {
            assertThat(event.version()).isEqualTo("v2");
            assertThat(event.id()).isEqualTo(event.type().wireName() + "-" + event.command());
        });
    }

    @Test
    void theShareThatCountsAsDoneMayBeSet() {
        rollcall.internals().adoption().doneAt(80);
        listen();
        open(10);
        rollcall.announce("v2");
        move(7, "v2");
        assertThat(types()).containsExactly("announced", "half");
        move(1, "v2");
        assertThat(types()).containsExactly("announced", "half", "done");
    }

    @Test
    void tabsThatAreAheadHoldNobodyUp() {
        listen();
        open(2);
        rollcall.announce("v2");
        move(1, "v2");
        move(1, "v3");
        assertThat(types()).containsExactly("announced", "half", "migrated");
    }

    @Test
    void theNextReleaseBeginsAnewAndTheFormerIsNotToldAnyMore() {
        listen();
        open(4);
        rollcall.announce("v2");
        move(2, "v2");
        rollcall.announce("v3");
        move(1, "v2");
        assertThat(types()).containsExactly("announced", "half", "announced");
        move(1, "v3");
        assertThat(types()).containsExactly("announced", "half", "announced");
        assertThat(heard.get(2).version()).isEqualTo("v3");
    }

    @Test
    void withoutTabsNothingIsReached() {
        listen();
        rollcall.announce("v2");
        clock.advance(Duration.ofMinutes(1));
        assertThat(types()).containsExactly("announced");
    }

    @Test
    void nothingIsCountedWhereNobodyListens() {
        int before = clock.asked();
        rollcall.announce("v2");
        assertThat(clock.asked()).isEqualTo(before);
        listen();
        clock.advance(Duration.ofMinutes(1));
        assertThat(heard).isEmpty();
    }

    @Test
    void aListenerThatFailsDisturbsNobody() {
        rollcall.internals().events().listen(event -> {
            throw new IllegalStateException("broken");
        });
        listen();
        rollcall.announce("v2");
        assertThat(types()).containsExactly("announced");
    }
}

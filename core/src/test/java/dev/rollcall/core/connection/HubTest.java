// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.FakeTab;
import dev.rollcall.core.ManualClock;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.message.Messages;
import dev.rollcall.core.node.NodeId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

class HubTest {

    private static final int ALL = Integer.MAX_VALUE;

    private final ManualClock clock = new ManualClock();
    private final Heard heard = new Heard();
    private final Hub hub = observed(true);

    @Test
    void anOpenTabIsCountedAndKnowsWhatItWasLetInWith() {
        Connection tab =
                hub.open(new Admission(Transport.WEBSOCKET, "v1", "/a", "192.0.2.1", "ann"), any -> new FakeTab());
        assertThat(hub.size()).isEqualTo(1);
        assertThat(Names.of(hub.versions())).containsExactly(Map.entry("v1", 1));
        assertThat(Names.of(hub.routes())).containsExactly(Map.entry("/a", 1));
        assertThat(tab.transport()).isEqualTo(Transport.WEBSOCKET);
        assertThat(tab.ip()).isEqualTo("192.0.2.1");
        assertThat(tab.user()).isEqualTo("ann");
        assertThat(tab.since()).isEqualTo(clock.millis());
        assertThat(tab.toString()).doesNotContain("192.0.2.1", "ann").contains(tab.id());
        assertThat(heard.events).containsExactly("opened /a");
    }

    @Test
    void aRouteChangeMovesTheCountAndIsToldOnce() {
        Connection tab = FakeTab.any(hub, "v1", "/a");
        assertThat(hub.route(tab, "/b")).isTrue();
        assertThat(hub.route(tab, "/b")).isFalse();
        assertThat(Names.of(hub.routes())).containsExactly(Map.entry("/b", 1));
        assertThat(heard.events).containsExactly("opened /a", "/a -> /b");
    }

    @Test
    void afterClosingTheValuesStayAndNothingHappensAnyMore() {
        FakeTab wire = new FakeTab();
        Connection tab = wire.open(hub, "v1", "/a");
        hub.close(tab, Disconnect.CLIENT_LEFT);
        hub.close(tab, Disconnect.LOST);
        assertThat(hub.route(tab, "/b")).isFalse();
        assertThat(tab.send(Messages.pong())).isZero();
        tab.disconnect(Disconnect.SLOW);
        assertThat(wire.received()).isEmpty();
        assertThat(wire.endings()).isEmpty();
        assertThat(tab.isClosed()).isTrue();
        assertThat(tab.route()).isEqualTo("/a");
        assertThat(tab.version()).isEqualTo("v1");
        assertThat(hub.size()).isZero();
        assertThat(Names.of(hub.versions())).isEmpty();
        assertThat(Names.of(hub.routes())).isEmpty();
        assertThat(heard.events).containsExactly("opened /a", "closed client");
    }

    @Test
    void withoutRouteTrackingNoRouteIsKept() {
        Hub blind = observed(false);
        Connection tab = FakeTab.any(blind, "v1", "/secret");
        assertThat(blind.route(tab, "/b")).isFalse();
        assertThat(tab.route()).isEmpty();
        assertThat(Names.of(blind.routes())).isEmpty();
        blind.close(tab, Disconnect.CLIENT_LEFT);
        assertThat(tab.isClosed()).isTrue();
        assertThat(blind.size()).isZero();
    }

    private Hub observed(boolean routeTracking) {
        Hub made = new Hub(clock, NodeId.random(), routeTracking);
        made.observe(heard);
        return made;
    }

    @Test
    void anIdSaysWhoseItIs() {
        Connection tab = FakeTab.any(hub, "v1", "/a");
        assertThat(hub.lookUp(tab.id())).isEqualTo(new Lookup.Found(tab));
        Hub other = new Hub(clock, NodeId.random(), true);
        assertThat(other.lookUp(tab.id())).isEqualTo(new Lookup.Elsewhere(hub.node()));
        hub.close(tab, Disconnect.CLIENT_LEFT);
        assertThat(hub.lookUp(tab.id())).isEqualTo(new Lookup.Gone());
        assertThat(hub.lookUp("no id")).isEqualTo(new Lookup.Unknown());
        assertThat(hub.lookUp(tab.id().substring(0, 21) + (char) (tab.id().charAt(21) + 1)))
                .as("bits set that are not part of an id")
                .isEqualTo(new Lookup.Unknown());
        assertThat(other.find(tab.id())).isNull();
    }

    @Test
    void aWayThatCannotBeMadeLeavesNoTrace() {
        assertThatThrownBy(() -> hub.open(Admission.of(Transport.SSE, "v1", "/a"), tab -> {
                    hub.route(tab, "/b");
                    throw new IllegalStateException("no socket");
                }))
                .hasMessage("no socket");
        assertNobody();
        assertThat(heard.events).doesNotContain("opened /a");
        assertThat(hub.find(FakeTab.any(hub, "v1", "/a").id())).isNotNull();
    }

    @Test
    void aTabThatClosesWhileItsWayIsMadeLeavesNoTrace() {
        FakeTab.any(hub, "v1", "/a");
        heard.events.clear();
        Connection gone = hub.open(Admission.of(Transport.SSE, "v2", "/b"), tab -> {
            hub.close(tab, Disconnect.CLIENT_LEFT);
            return new FakeTab();
        });
        assertThat(gone.isClosed()).isTrue();
        assertThat(hub.find(gone.id())).isNull();
        assertThat(hub.size()).isEqualTo(1);
        assertThat(hub.list(tab -> true, ALL, null).connections()).hasSize(1);
        assertThat(Names.of(hub.versions())).containsExactly(Map.entry("v1", 1));
        assertThat(heard.events).isEmpty();
        Connection next = FakeTab.any(hub, "v1", "/a");
        assertThat(hub.find(next.id())).isSameAs(next);
    }

    @Test
    void anIdFindsItsTabOnlyWhileItIsHere() {
        Connection first = FakeTab.any(hub, "v1", "/a");
        String id = first.id();
        assertThat(id).matches("[A-Za-z0-9_-]{22}");
        assertThat(hub.find(id)).isSameAs(first);
        hub.close(first, Disconnect.CLIENT_LEFT);
        Connection second = FakeTab.any(hub, "v1", "/a");
        assertThat(second.slot()).isEqualTo(first.slot());
        assertThat(hub.find(id)).isNull();
        assertThat(hub.find(second.id())).isSameAs(second);
    }

    @Test
    void anIdOfAnotherNodeFindsNobody() {
        Hub other = new Hub(clock, NodeId.random(), true);
        FakeTab.any(hub, "v1", "/a");
        assertThat(hub.find(FakeTab.any(other, "v1", "/a").id())).isNull();
    }

    @Test
    void idsDoNotTellHowManyAreHere() {
        Set<String> middles = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            middles.add(FakeTab.any(hub, "v1", "/a").id().substring(6, 10));
        }
        assertThat(middles).hasSizeGreaterThan(95);
    }

    @Property
    void anyOtherTextFindsNobody(@ForAll @StringLength(max = 30) String text) {
        Hub own = new Hub(clock, NodeId.random(), true);
        FakeTab.any(own, "v1", "/a");
        assertThat(own.find(text)).isNull();
    }

    @Property
    void anIdWithOneOtherCharacterFindsNobody(
            @ForAll @IntRange(min = 0, max = 21) int at, @ForAll @IntRange(min = 0, max = 64) int with) {
        Hub own = new Hub(clock, NodeId.random(), true);
        String id = FakeTab.any(own, "v1", "/a").id();
        char other = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=".charAt(with);
        String changed = id.substring(0, at) + other + id.substring(at + 1);
        assertThat(own.find(changed) == null).isEqualTo(!changed.equals(id));
    }

    /** A number over 10 closes an open tab, any other opens one. */
    @Property
    void listsInOrderOfArrivalInPagesOfAnySize(
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 20) Integer> steps,
            @ForAll @IntRange(min = 1, max = 7) int most) {
        Hub own = new Hub(clock, NodeId.random(), true);
        List<Connection> here = new ArrayList<>();
        for (int step : steps) {
            if (step <= 10) {
                here.add(FakeTab.any(own, "v1", "/a"));
            } else if (!here.isEmpty()) {
                own.close(here.remove(step % here.size()), Disconnect.CLIENT_LEFT);
            }
        }
        assertThat(own.size()).isEqualTo(here.size());
        assertThat(pages(own, most)).isEqualTo(here);
        assertThat(shares(own, most)).containsExactlyInAnyOrderElementsOf(here);
    }

    @Test
    void aListingGoesOnBehindAConnectionThatHasLeft() {
        List<Connection> tabs = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            tabs.add(FakeTab.any(hub, "v1", "/a"));
        }
        Listing page = hub.list(tab -> true, 4, null);
        hub.close(tabs.get(3), Disconnect.CLIENT_LEFT);
        hub.close(tabs.get(4), Disconnect.CLIENT_LEFT);
        Connection inTheSameSlot = FakeTab.any(hub, "v1", "/a");
        Listing next = hub.list(tab -> true, 20, page.next());
        assertThat(next.connections())
                .startsWith(tabs.get(5))
                .endsWith(inTheSameSlot)
                .hasSize(6);
        assertThat(next.next()).isNull();
    }

    @Test
    void aListingGoesOnWhenTheConnectionItStandsOnLeaves() {
        List<Connection> tabs = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            tabs.add(FakeTab.any(hub, "v1", "/a"));
        }
        List<Connection> seen = new ArrayList<>();
        hub.list(
                tab -> {
                    seen.add(tab);
                    if (tab == tabs.get(1)) {
                        List.of(0, 1, 2, 3).forEach(gone -> hub.close(tabs.get(gone), Disconnect.CLIENT_LEFT));
                    }
                    return true;
                },
                ALL,
                null);
        assertThat(seen).containsExactly(tabs.get(0), tabs.get(1), tabs.get(4), tabs.get(5));
    }

    @Test
    void whoKeepsAClosedConnectionKeepsNoOtherAlive() {
        Connection kept = FakeTab.any(hub, "v1", "/a");
        Connection last = kept;
        for (int i = 0; i < 1_000; i++) {
            Connection next = FakeTab.any(hub, "v1", "/a");
            hub.close(last, Disconnect.CLIENT_LEFT);
            last = next;
        }
        hub.close(last, Disconnect.CLIENT_LEFT);
        assertThat(GraphLayout.parseInstance(kept).getClassCounts().count(Connection.class))
                .isEqualTo(1);
    }

    @Test
    void aCursorSurvivesBeingText() {
        Cursor cursor = new Cursor(1_234_567_890_123L, 999_999);
        assertThat(Cursor.parse(cursor.text())).isEqualTo(cursor);
        for (String wrong : List.of("", "-", "1", "1-", "-1", "x y-1", "1-99999999999", "1".repeat(30) + "-1")) {
            assertThat(Cursor.parse(wrong)).as(wrong).isNull();
        }
    }

    @Property
    void anyCursorIsAnswered(@ForAll long arrival, @ForAll int slot, @ForAll @StringLength(max = 26) String text) {
        Hub own = new Hub(clock, NodeId.random(), true);
        FakeTab.any(own, "v1", "/a");
        assertThat(own.list(tab -> true, 5, new Cursor(arrival, slot)).connections())
                .hasSize(arrival < 1 ? 1 : 0);
        Cursor parsed = Cursor.parse(text);
        assertThat(own.list(tab -> true, 5, parsed).connections()).hasSizeLessThan(2);
    }

    @Test
    void sendsToThoseThatMatchAndCountsThem() {
        FakeTab here = new FakeTab();
        FakeTab there = new FakeTab();
        here.open(hub, "v1", "/a");
        there.open(hub, "v1", "/b");
        Message message = Message.of("hello", Map.of());
        assertThat(hub.send(tab -> tab.route().equals("/a"), message)).isEqualTo(1);
        assertThat(here.received()).containsExactly(message);
        assertThat(there.received()).isEmpty();
    }

    private void assertNobody() {
        assertThat(hub.size()).isZero();
        assertThat(hub.versions().distinct()).isZero();
        assertThat(hub.routes().distinct()).isZero();
        assertThat(hub.list(tab -> true, ALL, null).connections()).isEmpty();
    }

    private static List<Connection> pages(Hub hub, int most) {
        List<Connection> all = new ArrayList<>();
        Listing page = hub.list(tab -> true, most, null);
        all.addAll(page.connections());
        while (page.next() != null) {
            assertThat(page.connections()).hasSize(most);
            page = hub.list(tab -> true, most, page.next());
            all.addAll(page.connections());
        }
        return all;
    }

    private static List<Connection> shares(Hub hub, int of) {
        List<Connection> all = new ArrayList<>();
        for (int part = 0; part < of; part++) {
            hub.forEach(part, of, all::add);
        }
        return all;
    }

    private static final class Heard implements HubObserver {
        private final List<String> events = new ArrayList<>();

        @Override
        public void opened(Connection connection) {
            events.add("opened " + connection.route());
        }

        @Override
        public void routeChanged(Connection connection, String from, String to) {
            events.add(from + " -> " + to);
        }

        @Override
        public void closed(Connection connection, Disconnect why) {
            events.add("closed " + why.metric());
        }
    }
}

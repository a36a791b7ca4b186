// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.FakeTab;
import dev.rollcall.core.ManualClock;
import dev.rollcall.core.cluster.AloneCluster;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.counts.NodeCounts;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.core.telemetry.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatsFeedTest {

    private static final StatsLimits LIMITS = StatsLimits.of(SettingValues.none());
    private static final Duration INTERVAL = LIMITS.interval();

    private final ManualClock clock = new ManualClock();
    private final Ticks ticks = new Ticks();
    private final Hub hub = new Hub(clock, NodeId.random(), true);
    private final AtomicInteger reads = new AtomicInteger();
    private final SnapshotBuilder reader =
            new SnapshotBuilder(new AloneCluster(hub.node(), new NodeCounts(hub), clock), hub, this::version, LIMITS);
    private final StatsFeed feed = new StatsFeed(reader, LIMITS, clock, ticks);
    private final FakeTab admin = new FakeTab();
    private final Connection subscriber = admin.open(hub, "v1", "/admin");

    StatsFeedTest() {
        hub.observe(feed);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theFirstSnapshotComesAtOnceAndWhole(boolean delta) {
        feed.subscribe(subscriber, delta);
        assertThat(feed.subscribers()).isEqualTo(1);
        assertThat(admin.received()).isEmpty();
        clock.runDue();
        assertThat(admin.types()).containsExactly("stats");
        assertThat(((StatsMessage) admin.last()).seq()).isEqualTo(delta ? 1 : 0);
        assertThat(((StatsMessage) admin.last()).stats()).isEqualTo(reader.read());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whenThingsWereQuietAChangeIsSentAtOnceAndTheNextAfterTheInterval(boolean delta) {
        subscribed(admin, subscriber, delta);
        clock.advance(INTERVAL);
        FakeTab.any(hub, "v1", "/a");
        clock.runDue();
        assertThat(admin.received()).hasSize(2);
        FakeTab.any(hub, "v1", "/a");
        clock.advance(INTERVAL.minusMillis(1));
        assertThat(admin.received()).hasSize(2);
        clock.advance(Duration.ofMillis(1));
        assertThat(admin.received()).hasSize(3);
        assertLatest();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void atMostFourASecondAndTheLatestStateAlwaysArrives(boolean delta) {
        subscribed(admin, subscriber, delta);
        for (int i = 0; i < 1_000; i++) {
            FakeTab.any(hub, "v1", "/" + i % 7);
            clock.advance(Duration.ofMillis(10));
        }
        assertThat(admin.received()).hasSizeBetween(38, 41);
        clock.advance(INTERVAL);
        assertLatest();
        assertThat(ticks.subscribers).containsOnly(1);
        int sent = admin.received().size();
        clock.advance(Duration.ofHours(1));
        assertThat(admin.received()).hasSize(sent);
    }

    @Test
    void theByteBudgetStretchesThePause() {
        admin.weigh(100_000);
        subscribed(admin, subscriber, false);
        FakeTab.any(hub, "v1", "/a");
        clock.advance(Duration.ofMillis(1_999));
        assertThat(admin.received()).hasSize(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(admin.received()).hasSize(2);
        assertLatest();
    }

    @Test
    void theFirstSnapshotOfSomebodyWhoFollowsChangesHoldsNoneUp() {
        admin.weigh(LIMITS.bytesPerSecond() / 2);
        subscribed(admin, subscriber, true);
        admin.weigh(100);
        for (int i = 1; i <= 8; i++) {
            FakeTab.any(hub, "v1", "/a" + i);
            clock.advance(INTERVAL);
            assertThat(admin.received()).hasSize(1 + i);
        }
        assertLatest();
    }

    @Test
    void changesKeepToTheByteBudgetInTheLongRun() {
        subscribed(admin, subscriber, true);
        admin.weigh(LIMITS.bytesPerSecond());
        for (int i = 0; i < 400; i++) {
            FakeTab.any(hub, "v1", "/" + i % 9);
            clock.advance(INTERVAL);
        }
        assertThat(admin.received()).as("in a hundred seconds").hasSizeBetween(98, 103);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatChangesDuringATickWaitsForThePause(boolean delta) {
        subscribed(admin, subscriber, delta);
        clock.advance(INTERVAL);
        AtomicInteger messages = new AtomicInteger();
        admin.onSend(() -> {
            if (messages.getAndIncrement() == 0) {
                FakeTab.any(hub, "v1", "/during");
            }
        });
        FakeTab.any(hub, "v1", "/before");
        clock.runDue();
        int sent = admin.received().size();
        clock.advance(INTERVAL.minusMillis(1));
        assertThat(admin.received()).hasSize(sent);
        clock.advance(Duration.ofMillis(1));
        assertThat(admin.received()).hasSize(sent + 1);
        assertLatest();
    }

    @Test
    void aClockThatIsSetBackDoesNotSilenceTheStats() {
        subscribed(admin, subscriber, false);
        clock.setWallClock(Duration.ofHours(-1));
        FakeTab.any(hub, "v1", "/a");
        clock.advance(INTERVAL);
        assertThat(admin.received()).hasSize(2);
        assertLatest();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingIsSentWhenNothingChanged(boolean delta) {
        subscribed(admin, subscriber, delta);
        hub.route(subscriber, "/elsewhere");
        hub.route(subscriber, "/admin");
        clock.advance(Duration.ofHours(1));
        assertThat(admin.received()).hasSize(1);
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void whoComesLateGetsAWholeSnapshotAndTheOthersAreNotDisturbed() {
        subscribed(admin, subscriber, true);
        clock.advance(INTERVAL);
        FakeTab late = new FakeTab();
        Connection lateTab = late.open(hub, "v2", "/admin");
        feed.subscribe(lateTab, true);
        clock.runDue();
        assertThat(late.types()).containsExactly("stats");
        assertThat(admin.types()).containsExactly("stats", "stats-delta");
        clock.advance(INTERVAL);
        FakeTab.any(hub, "v1", "/a");
        clock.advance(INTERVAL);
        assertThat(late.types()).containsExactly("stats", "stats-delta");
        assertThat(admin.last()).as("encoded once for both").isSameAs(late.last());
        assertThat(Client.follow(admin.received()).known()).isEqualTo(reader.read());
        assertThat(Client.follow(late.received()).known()).isEqualTo(reader.read());
    }

    @Test
    void aLateSubscriberGetsTheLastSnapshotWithoutANewOne() {
        subscribed(admin, subscriber, true);
        FakeTab late = new FakeTab();
        Connection lateTab = late.open(hub, "v2", "/admin");
        clock.advance(INTERVAL);
        clock.advance(INTERVAL);
        int before = reads.get();
        feed.subscribe(lateTab, true);
        clock.runDue();
        assertThat(reads).hasValue(before);
        assertThat(Client.follow(late.received()).known()).isEqualTo(reader.read());
        assertThat(admin.types()).containsExactly("stats", "stats-delta");
    }

    @Test
    void changesAreNumberedWithoutAGap() {
        subscribed(admin, subscriber, true);
        List<Connection> here = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            here.add(FakeTab.any(hub, "v" + i % 3, "/" + i % 5));
            if (i % 4 == 3) {
                hub.close(here.remove(0), Disconnect.CLIENT_LEFT);
                hub.route(here.get(0), "/moved");
            }
            clock.advance(Duration.ofMillis(170));
        }
        clock.advance(INTERVAL);
        assertThat(admin.types().subList(1, 10)).containsOnly("stats-delta");
        assertThat(Client.follow(admin.received()).known()).isEqualTo(reader.read());
    }

    @Test
    void whoMissedAChangeGetsAWholeSnapshotAndGoesOnFromThere() {
        subscribed(admin, subscriber, true);
        FakeTab.any(hub, "v1", "/a");
        clock.advance(INTERVAL);
        admin.received().clear();
        feed.resync(subscriber);
        clock.advance(INTERVAL);
        FakeTab.any(hub, "v1", "/b");
        clock.advance(INTERVAL);
        assertThat(admin.types()).containsExactly("stats", "stats-delta");
        assertThat(Client.follow(admin.received()).known()).isEqualTo(reader.read());
    }

    @Test
    void resyncMakesNobodyASubscriber() {
        feed.resync(subscriber);
        assertThat(feed.subscribers()).isZero();
        subscribed(admin, subscriber, false);
        feed.resync(subscriber);
        clock.advance(INTERVAL);
        assertThat(admin.received()).hasSize(1);
    }

    @Test
    void whoSubscribesAgainGetsAWholeSnapshotAgainOnlyOfTheKindAskedForLast() {
        subscribed(admin, subscriber, true);
        feed.subscribe(subscriber, false);
        assertThat(feed.subscribers()).isEqualTo(1);
        clock.advance(INTERVAL);
        FakeTab.any(hub, "v1", "/a");
        clock.advance(INTERVAL);
        assertThat(admin.types()).containsExactly("stats", "stats", "stats");
    }

    @Test
    void whoUnsubscribedOrClosedIsSentNothing() {
        subscribed(admin, subscriber, false);
        FakeTab.any(hub, "v1", "/a");
        feed.unsubscribe(subscriber);
        clock.advance(Duration.ofSeconds(5));
        feed.subscribe(subscriber, true);
        hub.close(subscriber, Disconnect.CLIENT_LEFT);
        assertThat(feed.subscribers()).isZero();
        feed.subscribe(subscriber, true);
        assertThat(feed.subscribers()).isZero();
        clock.advance(Duration.ofSeconds(5));
        assertThat(admin.received()).hasSize(1);
    }

    @Test
    void whoIsUnsubscribedInTheMiddleOfARoundIsSentNothingAnyMore() {
        FakeTab second = new FakeTab();
        Connection secondTab = second.open(hub, "v1", "/admin");
        subscribed(admin, subscriber, false);
        subscribed(second, secondTab, false);
        clock.advance(INTERVAL);
        int sent = admin.received().size() + second.received().size();
        admin.onSend(() -> feed.unsubscribe(secondTab));
        second.onSend(() -> feed.unsubscribe(subscriber));
        FakeTab.any(hub, "v1", "/a");
        clock.advance(INTERVAL);
        assertThat(admin.received().size() + second.received().size()).isEqualTo(sent + 1);
    }

    @Test
    void nobodyLooksNothingIsDone() {
        int asked = clock.asked();
        for (int i = 0; i < 1_000; i++) {
            FakeTab.any(hub, "v1", "/a");
        }
        clock.advance(Duration.ofHours(1));
        assertThat(clock.asked()).isEqualTo(asked);
        assertThat(reads).hasValue(0);
        assertThat(ticks.subscribers).isEmpty();
    }

    /** Subscribes, and takes the first snapshot; a pause has just begun. */
    private void subscribed(FakeTab tab, Connection connection, boolean delta) {
        clock.advance(INTERVAL);
        feed.subscribe(connection, delta);
        clock.runDue();
        assertThat(tab.types()).containsExactly("stats");
    }

    private void assertLatest() {
        assertThat(Client.follow(admin.received()).known()).isEqualTo(reader.read());
    }

    private String version() {
        reads.incrementAndGet();
        return "v1";
    }

    private static final class Ticks implements Telemetry {
        private final List<Integer> subscribers = new ArrayList<>();

        @Override
        public void statsTick(int served, long bytes, long nanos) {
            subscribers.add(served);
        }
    }

    /** The hub exists before the feed. */
    @Test
    void veryManyNamesSlowTheStatsDown() {
        for (int i = 0; i < 300_000; i++) {
            FakeTab.any(hub, "v1", "/made-up/" + i);
        }
        subscribed(admin, subscriber, true);
        int before = admin.received().size();
        FakeTab.any(hub, "v1", "/a");
        clock.advance(Duration.ofMillis(590));
        assertThat(admin.received()).hasSize(before);
        clock.advance(Duration.ofMillis(20));
        assertThat(admin.received()).hasSize(before + 1);
    }
}

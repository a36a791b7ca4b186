// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.FakeTab;
import dev.rollcall.core.ManualClock;
import dev.rollcall.core.ObjectCodec;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.counts.NodeCounts;
import dev.rollcall.core.journal.MemoryJournal;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.stats.History.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private final ManualClock clock = new ManualClock();
    private final Hub hub = new Hub(clock, NodeId.random(), true);

    private History started() {
        History history = new History(new NodeCounts(hub), clock);
        history.start();
        return history;
    }

    @Test
    void keepsTenSecondsForAnHourAndMinutesForADay() {
        long start = clock.millis();
        try (History history = started()) {
            clock.advance(Duration.ofHours(30));
            List<Sample> samples = history.since(0);
            assertThat(samples).extracting(Sample::at).isSorted();
            assertThat(samples.get(samples.size() - 1).at())
                    .isEqualTo(start + Duration.ofHours(30).toMillis());
            long span = clock.millis() - samples.get(0).at();
            assertThat(span)
                    .isBetween(
                            Duration.ofMinutes(24 * 60 - 2).toMillis(),
                            Duration.ofHours(24).toMillis());
            assertThat(samples).hasSizeLessThan(1_800);
            List<Sample> lastHour =
                    history.since(clock.millis() - Duration.ofMinutes(59).toMillis());
            assertThat(lastHour).hasSizeBetween(354, 356);
        }
    }

    @Test
    void aWallClockThatIsSetMovesThePastAlong() {
        try (History history = started()) {
            clock.advance(Duration.ofSeconds(20));
            List<Long> before = moments(history);
            clock.setWallClock(Duration.ofMillis(300));
            assertThat(moments(history)).as("drift moves nothing").isEqualTo(before);
            clock.setWallClock(Duration.ofHours(-1).minusMillis(300));
            assertThat(moments(history))
                    .isEqualTo(before.stream().map(at -> at - 3_600_000).toList());
            assertThat(history.since(clock.millis() - 15_000)).hasSize(3);
        }
    }

    private static List<Long> moments(History history) {
        return history.since(0).stream().map(Sample::at).toList();
    }

    @Test
    void showsThePastNotThePresent() {
        Connection one = FakeTab.any(hub, "v1", "/");
        try (History history = started()) {
            clock.advance(Duration.ofMinutes(1));
            hub.close(one, Disconnect.CLIENT_LEFT);
            FakeTab.any(hub, "v2", "/");
            FakeTab.any(hub, "v2", "/");
            clock.advance(Duration.ofSeconds(5));
            List<Sample> samples = history.since(0);
            assertThat(samples.get(0).versions()).isEqualTo(Map.of("v1", 1));
            Sample now = samples.get(samples.size() - 1);
            assertThat(now.total()).isEqualTo(2);
            assertThat(now.versions()).isEqualTo(Map.of("v2", 2));
        }
    }

    @Test
    void countsOnlyTheBusiestVersionsByThemselves() {
        for (int version = 0; version < 20; version++) {
            for (int tab = 0; tab <= version; tab++) {
                FakeTab.any(hub, "v" + version, "/");
            }
        }
        try (History history = started()) {
            Map<String, Integer> versions = history.since(0).get(0).versions();
            assertThat(versions)
                    .hasSize(History.VERSIONS + 1)
                    .containsEntry("v19", 20)
                    .containsEntry("(other)", 36);
        }
    }

    @Test
    void endsWithItsOwner() {
        History history = started();
        history.start();
        assertThat(clock.waiting()).isEqualTo(1);
        history.close();
        assertThat(clock.waiting()).isZero();
    }

    private History kept(MemoryJournal journal, ObjectCodec codec) {
        History history = new History(new NodeCounts(hub), clock, journal, codec);
        history.start();
        return history;
    }

    private void run(MemoryJournal journal, ObjectCodec codec, Duration time) {
        History history = kept(journal, codec);
        clock.advance(time);
        history.close();
    }

    @Test
    void survivesARestartWithAGapWhereNobodyTookSamples() {
        MemoryJournal journal = new MemoryJournal(clock);
        ObjectCodec codec = new ObjectCodec();
        FakeTab.any(hub, "v1", "/");
        List<Sample> before;
        try (History history = kept(journal, codec)) {
            clock.advance(Duration.ofHours(2).plusSeconds(35));
            before = history.since(0);
        }
        long ended = clock.millis();
        clock.advance(Duration.ofMinutes(30));
        long began = clock.millis();
        try (History history = kept(journal, codec)) {
            clock.advance(Duration.ofSeconds(10));
            List<Sample> after = history.since(0);
            assertThat(after).extracting(Sample::at).isSorted();
            assertThat(after)
                    .filteredOn(sample -> sample.at() > ended && sample.at() < began)
                    .isEmpty();
            assertThat(after).filteredOn(sample -> sample.at() >= began).hasSize(3);
            assertThat(after).allSatisfy(sample -> assertThat(sample.versions()).isEqualTo(Map.of("v1", 1)));
            long lastHalfHour = ended - Duration.ofMinutes(29).toMillis();
            assertThat(after)
                    .filteredOn(sample -> sample.at() > lastHalfHour && sample.at() < ended)
                    .isEqualTo(before.stream()
                            .filter(sample -> sample.at() > lastHalfHour && sample.at() < ended)
                            .toList());
            assertThat(after.get(0).at()).isEqualTo(before.get(0).at());
        }
    }

    @Test
    void twoProcessesInOneMinuteBothCount() {
        MemoryJournal journal = new MemoryJournal(clock);
        ObjectCodec codec = new ObjectCodec();
        run(journal, codec, Duration.ofSeconds(10));
        clock.advance(Duration.ofSeconds(10));
        run(journal, codec, Duration.ofSeconds(10));
        clock.advance(Duration.ofMinutes(5));
        try (History history = kept(journal, codec)) {
            assertThat(history.since(0)).hasSize(2 + 2 + 2);
        }
    }

    @Test
    void samplesOfAClockThatWasAheadAreLeftOut() {
        MemoryJournal journal = new MemoryJournal(clock);
        ObjectCodec codec = new ObjectCodec();
        run(journal, codec, Duration.ofMinutes(3));
        clock.setWallClock(Duration.ofDays(-1));
        try (History history = kept(journal, codec)) {
            assertThat(history.since(0))
                    .extracting(Sample::at)
                    .allSatisfy(at -> assertThat(at).isLessThanOrEqualTo(clock.millis()));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.limit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.cluster.Coverage;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.stats.Stats;
import dev.rollcall.core.stats.StatsDelta;
import dev.rollcall.core.stats.StatsMessage;
import dev.rollcall.protocol.wire.EncodedMessage;
import dev.rollcall.protocol.wire.TabFrame;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TabQueueTest {

    private static final Stats STATS = new Stats(
            0, "v1", Map.of(), Map.of(), Map.of(), List.of(), 0, 0, 0, List.of(), 0, List.of(), Coverage.ALONE);
    private static final Message WHOLE = new StatsMessage(STATS, 1);
    private static final Message CHANGE = new StatsDelta(STATS, STATS, 2);
    private static final Message NEWS = Message.of("news", Map.of());

    private final TabQueue outbox = new TabQueue();

    private static TabFrame frame(String text) {
        return new TabFrame(EncodedMessage.of("custom", text.getBytes(UTF_8)), null);
    }

    private String poll() {
        return new String(Objects.requireNonNull(outbox.poll()).encoded().json(), UTF_8);
    }

    @Test
    void commandsGoBeforeStats() {
        outbox.add(WHOLE, frame("stats"), 0);
        outbox.add(NEWS, frame("news"), 0);
        assertThat(poll()).isEqualTo("news");
        assertThat(poll()).isEqualTo("stats");
        assertThat(outbox.poll()).isNull();
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void aSnapshotReplacesASnapshot() {
        outbox.add(WHOLE, frame("old"), 0);
        outbox.add(WHOLE, frame("new"), 0);
        assertThat(poll()).isEqualTo("new");
        assertThat(outbox.takeDeltaLost()).isFalse();
    }

    @Test
    void oneChangeMayWait() {
        outbox.add(CHANGE, frame("change"), 0);
        assertThat(poll()).isEqualTo("change");
        assertThat(outbox.takeDeltaLost()).isFalse();
    }

    @Test
    void twoChangesCannotWaitSoBothGoAndASnapshotIsNeeded() {
        outbox.add(CHANGE, frame("one"), 0);
        outbox.add(CHANGE, frame("two"), 0);
        outbox.add(CHANGE, frame("three"), 0);
        assertThat(outbox.poll()).isNull();
        assertThat(outbox.takeDeltaLost()).isTrue();
        assertThat(outbox.takeDeltaLost()).isFalse();
    }

    @Test
    void aChangeBehindAWaitingSnapshotKeepsTheSnapshot() {
        outbox.add(WHOLE, frame("whole"), 0);
        outbox.add(CHANGE, frame("change"), 0);
        assertThat(poll()).isEqualTo("whole");
        assertThat(outbox.takeDeltaLost()).isTrue();
    }

    @Test
    void aSnapshotHealsALostChange() {
        outbox.add(CHANGE, frame("one"), 0);
        outbox.add(CHANGE, frame("two"), 0);
        outbox.add(WHOLE, frame("whole"), 0);
        assertThat(outbox.takeDeltaLost()).isFalse();
        assertThat(poll()).isEqualTo("whole");
    }

    @Test
    void theOldestCommandSaysWhetherItIsOverdueAndStatsNever() {
        outbox.add(WHOLE, frame("stats"), 0);
        assertThat(outbox.isOverdue(1_000_000, 10)).isFalse();
        outbox.add(NEWS, frame("one"), 100);
        outbox.add(NEWS, frame("two"), 105);
        assertThat(outbox.isOverdue(109, 10)).isFalse();
        assertThat(outbox.isOverdue(110, 10)).isTrue();
        outbox.poll();
        assertThat(outbox.isOverdue(110, 10)).isFalse();
    }

    @Test
    void bytesAreBoundedAndFreedAgain() {
        TabFrame large = frame("x".repeat(TabQueue.MAX_BYTES / 2));
        assertThat(outbox.add(NEWS, large, 0)).isTrue();
        assertThat(outbox.add(NEWS, large, 0)).isTrue();
        assertThat(outbox.add(NEWS, large, 0)).isFalse();
        outbox.poll();
        assertThat(outbox.add(NEWS, large, 0)).isTrue();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core;

import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.hook.StatsAccess;
import dev.rollcall.core.rollout.Rollouts;
import dev.rollcall.core.stats.History;
import dev.rollcall.core.stats.SnapshotBuilder;
import dev.rollcall.core.stats.StatsFeed;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.http.address.IpTracking;
import java.util.List;

/** The parts of one {@link Rollcall}, and what must be closed with it. */
record RollcallParts(
        IpTracking ipTracking,
        Hub hub,
        Rollouts rollouts,
        History history,
        SnapshotBuilder reader,
        StatsFeed feed,
        StatsAccess access,
        Timer timer,
        Telemetry telemetry,
        List<Runnable> closers) {

    void close() {
        closers.forEach(Runnable::run);
    }
}

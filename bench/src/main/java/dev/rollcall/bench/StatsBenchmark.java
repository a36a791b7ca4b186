// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.bench;

import dev.rollcall.core.stats.Stats;
import dev.rollcall.core.stats.StatsMessage;
import dev.rollcall.protocol.wire.EncodedMessage;
import dev.rollcall.protocol.wire.MessageEncoder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Measures the work of one stats tick, which is done once for all subscribers. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(jvmArgsAppend = "-Xmx2g")
public class StatsBenchmark {

    /** Measures building a snapshot: 200 tabs, 500 routes, 3 versions. */
    @Benchmark
    public Stats snapshot(Site site) {
        return site.rollcall().stats();
    }

    /** Measures building a snapshot and encoding the bytes that are sent. */
    @Benchmark
    public EncodedMessage snapshotAndEncoding(Site site) {
        return MessageEncoder.encoded(new StatsMessage(site.rollcall().stats(), 0));
    }
}

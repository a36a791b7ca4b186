// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.bench;

import com.google.re2j.Pattern;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Measures finding the tabs of a target among all tabs. The prefix and the regex match a fifth, the outdated versions two thirds. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(jvmArgsAppend = "-Xmx2g")
public class TargetBenchmark {

    private static final Message NEWS = Message.of("news", Map.of());
    private static final Pattern REGEX = Pattern.compile("^/shop/item/1\\d*$");

    /** Measures finding tabs whose route begins with a text. */
    @Benchmark
    public int prefix(Site site) {
        return site.rollcall().send(Target.route("/shop/item/1"), NEWS).matched();
    }

    /** Measures finding tabs whose route matches a regular expression in RE2/J, as admins may send one. */
    @Benchmark
    public int regex(Site site) {
        return site.rollcall().send(Target.route(name -> REGEX.matcher(name).find()), NEWS).matched();
    }

    /** Measures finding tabs on any version other than the current one. */
    @Benchmark
    public int outdated(Site site) {
        return site.rollcall().send(Target.outdated(), NEWS).matched();
    }
}

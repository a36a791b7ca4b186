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

/** Finding the tabs a command is for, among all; one prefix and one regex match a fifth, one of three versions two thirds. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(jvmArgsAppend = "-Xmx2g")
public class TargetBenchmark {

    private static final Message NEWS = Message.of("news", Map.of());
    private static final Pattern REGEX = Pattern.compile("^/shop/item/1\\d*$");

    /** Those whose route begins with a text. */
    @Benchmark
    public int prefix(Site site) {
        return site.rollcall().send(Target.route("/shop/item/1"), NEWS);
    }

    /** Those whose route passes a regular expression of RE2/J, as admins may send one. */
    @Benchmark
    public int regex(Site site) {
        return site.rollcall().send(Target.route(name -> REGEX.matcher(name).find()), NEWS);
    }

    /** Those on another version than the one in force. */
    @Benchmark
    public int outdated(Site site) {
        return site.rollcall().send(Target.outdated(), NEWS);
    }
}

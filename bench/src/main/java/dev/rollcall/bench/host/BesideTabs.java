// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.bench.host;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures an ordinary endpoint of an application that holds tabs, beside the same application without Rollcall: by turns,
 * each time in fresh processes, as a ratio. The one without has no Rollcall on its class path.
 */
public final class BesideTabs {

    private static final int VISITORS = 8;

    private BesideTabs() {}

    /**
     * One application, measured once.
     *
     * @param answers what its visitors met with
     * @param cpuMicros processor time it used for each request, everything it did meanwhile included, in microseconds
     */
    private record Turn(Visitors.Sample answers, double cpuMicros) {}

    /**
     * Runs it.
     *
     * @param args how many tabs, how many rounds, how many seconds to warm up, and to measure
     */
    public static void main(String[] args) throws Exception {
        int tabs = Integer.parseInt(args[0]);
        int rounds = Integer.parseInt(args[1]);
        Duration warmUp = Duration.ofSeconds(Integer.parseInt(args[2]));
        Duration time = Duration.ofSeconds(Integer.parseInt(args[3]));
        String whole = System.getProperty("java.class.path");
        String bare = Stream.of(whole.split(File.pathSeparator))
                .filter(entry -> !entry.contains("spring-boot-starter" + File.separator + "target")
                        && !entry.contains("rollcall-spring-boot-starter"))
                .collect(Collectors.joining(File.pathSeparator));
        List<Turn> without = new ArrayList<>();
        List<Turn> with = new ArrayList<>();
        for (int i = 0; i < rounds * 2; i++) {
            boolean holds = (i + i / 2) % 2 == 0; // with, without, without, with: none always goes first.
            Turn turn = turn(whole, holds ? whole : bare, holds ? tabs : 0, warmUp, time);
            (holds ? with : without).add(turn);
            print(holds ? "with " + tabs + " tabs" : "without Rollcall", turn);
        }
        report(without, with);
    }

    private static Turn turn(String whole, String classPath, int tabs, Duration warmUp, Duration time)
            throws Exception {
        try (Child application = Child.start(classPath, Shop.class);
                Child held = tabs == 0 ? null : Child.start(whole, HeldTabs.class, application.value(), tabs)) {
            Visitors.visit(application.value(), VISITORS, warmUp);
            Duration before = application.cpu();
            Visitors.Sample answers = Visitors.visit(application.value(), VISITORS, time);
            Duration used = application.cpu().minus(before);
            if (held != null && !held.isAlive()) {
                throw new IllegalStateException("tabs: gone (expected: held to the end)");
            }
            return new Turn(answers, used.toNanos() / 1e3 / answers.requests());
        }
    }

    private static void print(String name, Turn turn) {
        System.out.printf(
                "%-20s %,8.0f requests/s   p50 %,7.0f us   p99 %,8.0f us   %,5.0f us of processor time each%n",
                name, turn.answers.perSecond(), turn.answers.p50Micros(), turn.answers.p99Micros(), turn.cpuMicros);
    }

    /** The rounds are pairs: each ratio is of two turns that followed each other. */
    private static void report(List<Turn> without, List<Turn> with) {
        System.out.printf(
                "%nWith tabs, as a share of without; the middle of %d rounds (lowest to highest):%n", with.size());
        ratio("requests/s", without, with, turn -> turn.answers.perSecond());
        ratio("p50", without, with, turn -> turn.answers.p50Micros());
        ratio("p99", without, with, turn -> turn.answers.p99Micros());
        ratio("processor time", without, with, Turn::cpuMicros);
        System.out.printf(
                "%nOpenJDK %s, %d processors, load average %.1f%n",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static void ratio(String name, List<Turn> without, List<Turn> with, ToDoubleFunction<Turn> of) {
        double[] ratios = IntStream.range(0, with.size())
                .mapToDouble(i -> of.applyAsDouble(with.get(i)) / of.applyAsDouble(without.get(i)))
                .sorted()
                .toArray();
        System.out.printf(
                "%-15s %.2f (%.2f to %.2f)%n", name, ratios[ratios.length / 2], ratios[0], ratios[ratios.length - 1]);
    }
}

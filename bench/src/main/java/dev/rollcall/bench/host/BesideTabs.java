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
 * Measures an ordinary endpoint of an application that holds tabs, and the same endpoint of an application without Rollcall
 * on its class path. The two take turns, each time in fresh processes, and the result is a ratio.
 */
public final class BesideTabs {

    private static final int VISITORS = 8;

    private BesideTabs() {}

    /**
     * One measurement of one application.
     *
     * @param answers what its visitors experienced
     * @param cpuMicros processor time per request in microseconds, including everything else the application did meanwhile
     */
    private record Turn(Visitors.Sample answers, double cpuMicros) {}

    /**
     * Runs the measurement.
     *
     * @param args the number of tabs, the number of rounds, the seconds of warm-up, and the seconds of measurement
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
            boolean holds = (i + i / 2) % 2 == 0; // with, without, without, with: neither always goes first.
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
                throw new IllegalStateException("tabs: gone (expected: held until the end)");
            }
            return new Turn(answers, used.toNanos() / 1e3 / answers.requests());
        }
    }

    private static void print(String name, Turn turn) {
        System.out.printf(
                "%-20s %,8.0f requests/s   p50 %,7.0f us   p99 %,8.0f us   %,5.0f us of processor time each%n",
                name, turn.answers.perSecond(), turn.answers.p50Micros(), turn.answers.p99Micros(), turn.cpuMicros);
    }

    /** Prints the ratios. Each round is a pair: its ratio compares two consecutive turns. */
    private static void report(List<Turn> without, List<Turn> with) {
        System.out.printf(
                "%nWith tabs, relative to without; the median of %d rounds (lowest to highest):%n", with.size());
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

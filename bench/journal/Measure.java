// SPDX-License-Identifier: Apache-2.0

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What it costs to keep a few thousand small values: the time to open and read them, memory, writes a second with an
 * fsync for each and for a hundred together; and what is lost when the process is killed. Each process measures one
 * store; see run.
 */
final class Measure {

    private static final int WRITES = 1_000;
    private static final int TOGETHER = 100;
    private static final int VALUE_BYTES = 250;
    private static final int PAIRS = 50;

    private static final Random RANDOM = new Random(1);

    private Measure() {}

    /**
     * Measures a store; or, with {@code kill} and a number, kills a process that writes to it, that many times.
     *
     * @param arguments which store, its directory, and what to do with it
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 2) {
            switch (arguments[2]) {
                case "kill" -> kill(arguments[0], arguments[1], Integer.parseInt(arguments[3]));
                default -> write(arguments[0], Path.of(arguments[1]), Long.parseLong(arguments[3]));
            }
            return;
        }
        Path directory = Files.createDirectories(Path.of(arguments[1]));
        long before = memory();
        long began = System.nanoTime();
        try (Stores.Store store = Stores.open(arguments[0], directory)) {
            int entries = store.read();
            double opened = millis(began);
            store.put("first", value());
            store.sync();
            double first = millis(began);
            System.gc();
            long after = memory();
            double alone = perSecond(store, WRITES, 1);
            double together = perSecond(store, 20 * WRITES, TOGETHER);
            System.gc();
            System.out.printf(
                    Locale.ROOT,
                    "%-8s %5d entries: open and read %4.0f ms, with the first write %4.0f ms; memory +%.1f MB, after the writes"
                            + " +%.1f MB; writes a second: %.0f alone, %.0f by hundreds; disk %.1f MB%n",
                    arguments[0], entries, opened, first, (after - before) / 1024.0, (memory() - before) / 1024.0, alone,
                    together, disk(directory) / 1024.0 / 1024.0);
        }
    }

    /** Writes numbers, each under two keys in one write, and prints those that are on disk, until it is killed. */
    private static void write(String what, Path directory, long from) throws Exception {
        try (Stores.Store store = Stores.open(what, directory)) {
            for (long number = from; ; number++) {
                byte[] value = (number + " ".repeat(2_000)).getBytes(US_ASCII);
                store.both("a" + number % PAIRS, "b" + number % PAIRS, value);
                System.out.println(number);
            }
        }
    }

    private static void kill(String what, String directory, int times) throws Exception {
        Files.createDirectories(Path.of(directory));
        int lost = 0;
        int torn = 0;
        int unreadable = 0;
        long last = -1;
        for (int i = 0; i < times; i++) {
            long told = writeAndKill(what, directory, last + 1);
            try (Stores.Store store = Stores.open(what, Path.of(directory))) {
                Map<String, Long> found = store.numbers();
                long newest = found.values().stream().mapToLong(Long::longValue).max().orElse(-1);
                lost += newest < told ? 1 : 0;
                for (long number = Math.max(0, newest - PAIRS + 1); number <= newest; number++) {
                    boolean whole = Long.valueOf(number).equals(found.get("a" + number % PAIRS))
                            && Long.valueOf(number).equals(found.get("b" + number % PAIRS));
                    torn += whole ? 0 : 1;
                }
                last = newest;
            } catch (Exception e) {
                unreadable++;
                System.out.println(e);
                break;
            }
        }
        System.out.printf(
                "%-8s %d kills, %d writes acknowledged: %d times something acknowledged was lost, %d writes were torn, %d times it"
                        + " could not be opened%n",
                what, times, last + 1, lost, torn, unreadable);
    }

    private static long writeAndKill(String what, String directory, long from) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), "Measure",
                        what, directory, "write", Long.toString(from))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long told = from - 1;
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII))) {
            long until = from + RANDOM.nextInt(200);
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                told = Long.parseLong(line);
                if (told == until) {
                    process.toHandle().destroyForcibly();
                }
            }
        }
        process.waitFor();
        return told;
    }

    private static double perSecond(Stores.Store store, int writes, int together) throws Exception {
        long began = System.nanoTime();
        for (int i = 1; i <= writes; i++) {
            store.put("k" + i % Stores.KEYS, value());
            if (i % together == 0) {
                store.sync();
            }
        }
        return writes / (millis(began) / 1_000);
    }

    /** Returns a different value each time: SQLite does not write what is already there. */
    private static byte[] value() {
        byte[] value = new byte[VALUE_BYTES];
        RANDOM.nextBytes(value);
        return value;
    }

    private static double millis(long since) {
        return (System.nanoTime() - since) / 1e6;
    }

    /** Returns the memory in KB, counting shared memory by its share. */
    private static long memory() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/smaps_rollup")).stream()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private static long disk(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(path -> path.toFile().length()).sum();
        }
    }
}

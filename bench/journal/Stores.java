// SPDX-License-Identifier: Apache-2.0

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.time.SystemTimer;
import dev.rollcall.journal.FileJournal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * What it costs to keep a few thousand small values: time to open and read them, memory, writes a second with an fsync for
 * each and for a hundred together. One store a process; see run. All three stores are in this file so that they can be read
 * side by side, and so that javac needs only it and their jars.
 */
final class Stores {

    private static final int KEYS = 1_000;
    private static final int WRITES = 1_000;
    private static final int TOGETHER = 100;
    private static final int VALUE_BYTES = 250;
    private static final int PAIRS = 50;

    private static final Random RANDOM = new Random(1);

    interface Store extends AutoCloseable {
        void put(String key, byte[] value) throws Exception;

        /** Returns when everything that was put is on the disk. */
        void sync() throws Exception;

        int read() throws Exception;

        /** Puts two entries in one write, and returns when they are on the disk. */
        default void both(String first, String second, byte[] value) throws Exception {
            put(first, value);
            put(second, value);
            sync();
        }

        /** Returns the numbers by their keys. */
        Map<String, Long> numbers() throws Exception;
    }

    /**
     * Measures a store; or, with {@code kill} and a number, kills a process that writes to it that often.
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
        try (Store store = open(arguments[0], directory)) {
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

    /** Writes numbers, each under two keys in one write, and prints those that are on the disk, until it is killed. */
    private static void write(String what, Path directory, long from) throws Exception {
        try (Store store = open(what, directory)) {
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
            try (Store store = open(what, Path.of(directory))) {
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
                        "java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), "Stores",
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

    private static long number(byte[] value) {
        return Long.parseLong(new String(value, US_ASCII).strip());
    }

    private static double perSecond(Store store, int writes, int together) throws Exception {
        long began = System.nanoTime();
        for (int i = 1; i <= writes; i++) {
            store.put("k" + i % KEYS, value());
            if (i % together == 0) {
                store.sync();
            }
        }
        return writes / (millis(began) / 1_000);
    }

    /** Another one each time: SQLite does not write what is there already. */
    private static byte[] value() {
        byte[] value = new byte[VALUE_BYTES];
        RANDOM.nextBytes(value);
        return value;
    }

    private static Store open(String what, Path directory) throws Exception {
        return switch (what) {
            case "sqlite" -> new Sqlite(directory);
            case "mvstore" -> new MvStore(directory);
            default -> new OwnFile(directory);
        };
    }

    private static final class Sqlite implements Store {
        private final Connection connection;
        private final PreparedStatement put;

        Sqlite(Path directory) throws Exception {
            connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("store.db"));
            try (Statement statement = connection.createStatement()) {
                statement.execute("pragma journal_mode=WAL");
                statement.execute("pragma synchronous=FULL");
                statement.execute("pragma cache_size=-512");
                statement.execute("create table if not exists e(kind text, key text, value blob, primary key(kind, key))");
            }
            connection.setAutoCommit(false);
            put = connection.prepareStatement("insert into e values('audit',?,?) on conflict do update set value=excluded.value");
        }

        @Override
        public void put(String key, byte[] value) throws Exception {
            put.setString(1, key);
            put.setBytes(2, value);
            put.executeUpdate();
        }

        @Override
        public void sync() throws Exception {
            connection.commit();
        }

        @Override
        public int read() throws Exception {
            int entries = 0;
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select key, value from e")) {
                while (rows.next()) {
                    entries += rows.getBytes(2).length > 0 ? 1 : 0;
                }
            }
            return entries;
        }

        @Override
        public Map<String, Long> numbers() throws Exception {
            Map<String, Long> numbers = new HashMap<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select key, value from e")) {
                while (rows.next()) {
                    numbers.put(rows.getString(1), number(rows.getBytes(2)));
                }
            }
            return numbers;
        }

        @Override
        public void close() throws Exception {
            connection.close();
        }
    }

    private static final class MvStore implements Store {
        private final MVStore store;
        private final MVMap<String, byte[]> map;

        MvStore(Path directory) {
            store = new MVStore.Builder()
                    .fileName(directory.resolve("store.mv").toString())
                    .autoCommitDisabled()
                    .cacheSize(1)
                    .open();
            map = store.openMap("audit");
        }

        @Override
        public void put(String key, byte[] value) {
            map.put(key, value);
        }

        @Override
        public void sync() {
            store.commit();
            store.sync();
        }

        @Override
        public int read() {
            int entries = 0;
            for (byte[] value : map.values()) {
                entries += value.length > 0 ? 1 : 0;
            }
            return entries;
        }

        @Override
        public Map<String, Long> numbers() {
            Map<String, Long> numbers = new HashMap<>();
            map.forEach((key, value) -> numbers.put(key, number(value)));
            return numbers;
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private static final class OwnFile implements Store {
        private final SystemTimer timer = new SystemTimer();
        private final FileJournal journal;
        private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

        OwnFile(Path directory) {
            journal = FileJournal.open(directory, timer);
        }

        @Override
        public void put(String key, byte[] value) {
            last = journal.write(Change.putForever(Kind.AUDIT, key, value)).toCompletableFuture();
        }

        @Override
        public void sync() {
            last.join();
        }

        @Override
        public int read() {
            return journal.read(Kind.AUDIT, KEYS + 1).toCompletableFuture().join().size();
        }

        @Override
        public void both(String first, String second, byte[] value) {
            List<Change> both = List.of(
                    Change.putForever(Kind.AUDIT, first, value), Change.putForever(Kind.AUDIT, second, value));
            journal.write(both).toCompletableFuture().join();
        }

        @Override
        public Map<String, Long> numbers() {
            Map<String, Long> numbers = new HashMap<>();
            List<Entry> entries = journal.read(Kind.AUDIT, KEYS).toCompletableFuture().join();
            entries.forEach(entry -> numbers.put(entry.key(), number(entry.value())));
            return numbers;
        }

        @Override
        public void close() {
            journal.close();
            timer.close();
        }
    }

    private static double millis(long since) {
        return (System.nanoTime() - since) / 1e6;
    }

    /** In KB, what is shared counted by its share. */
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

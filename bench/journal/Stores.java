// SPDX-License-Identifier: Apache-2.0

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.time.SystemTimer;
import dev.rollcall.journal.FileJournal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** The stores that could hold the journal. All three are in this file so that they can be read side by side. */
final class Stores {

    /** How many keys a measurement writes to. */
    static final int KEYS = 1_000;

    private Stores() {}

    /** A store of small values by key. */
    interface Store extends AutoCloseable {
        void put(String key, byte[] value) throws Exception;

        /** Returns when everything that was put is on disk. */
        void sync() throws Exception;

        /** Reads everything, and returns the number of entries. */
        int read() throws Exception;

        /** Puts two entries in one write, and returns when they are on disk. */
        default void both(String first, String second, byte[] value) throws Exception {
            put(first, value);
            put(second, value);
            sync();
        }

        /** Returns the numbers by their keys. */
        Map<String, Long> numbers() throws Exception;
    }

    /** Opens a store: {@code sqlite}, {@code mvstore} or {@code own}. */
    static Store open(String what, Path directory) throws Exception {
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

    private static long number(byte[] value) {
        return Long.parseLong(new String(value, US_ASCII).strip());
    }
}

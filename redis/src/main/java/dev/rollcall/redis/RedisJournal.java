// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static dev.rollcall.redis.RedisBackplane.ascii;
import static dev.rollcall.redis.RedisBackplane.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.JournalStatus;
import dev.rollcall.core.journal.Kind;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A journal on Redis 6.2 or later, or Valkey, that many nodes share. Acknowledged writes last as long as Redis keeps
 * them: see its settings for persistence and replicas. Lives are measured by the clock of Redis. Thread-safe.
 */
public final class RedisJournal implements Journal {

    private static final byte[] FORMAT = ascii("1");
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration AT_THE_END = Duration.ofSeconds(10);
    private static final byte[] NO_END = {};
    private static final byte[] REMOVED = ascii("-");

    private final RedisKeys keys;
    private final RedisConnector connector;
    private final JournalCalls calls;

    private RedisJournal(RedisAddress address, String cluster) {
        keys = new RedisKeys(cluster);
        connector = new RedisConnector(address, PATIENCE);
        calls = new JournalCalls(connector, "Redis at " + address);
    }

    /**
     * Opens the journal of a cluster. Waits for Redis for two seconds at most; after that the journal keeps trying by
     * itself, and {@link #status} tells what is wrong.
     *
     * @param cluster the name of the cluster: 1 to 64 letters, digits, dots, dashes and underscores; nodes with the same name
     *     have one journal
     */
    public static RedisJournal open(RedisAddress address, String cluster) {
        RedisJournal journal = new RedisJournal(address, cluster);
        journal.connect();
        return journal;
    }

    private void connect() {
        CompletableFuture<@Nullable Void> tried = new CompletableFuture<>();
        connector.listen(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
                if (connector.isForCommands(connection)) {
                    calls.lost("the connection was lost");
                }
            }

            @Override
            public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress socket) {
                if (connector.isForCommands(connection)) {
                    calls.reached();
                }
            }
        });
        connector.open(
                () -> CompletableFuture.completedStage(null),
                () -> {
                    calls.reached();
                    tried.complete(null);
                },
                failure -> {
                    calls.lost(failure);
                    tried.complete(null);
                });
        if (!JournalCalls.await(tried, PATIENCE)) {
            calls.lost("no answer in time");
        }
    }

    @Override
    public CompletionStage<@Nullable Void> write(List<Change> changes) {
        List<Change> copy = List.copyOf(changes);
        Change.check(copy);
        List<Kind> kinds = copy.stream().map(Change::kind).distinct().toList();
        return calls.write(Change.bytes(copy), JournalScripts.WRITE, names(kinds), arguments(copy, kinds))
                .thenApply(done -> null);
    }

    private List<String> names(List<Kind> kinds) {
        List<String> names = new ArrayList<>(List.of(keys.journal()));
        for (Kind kind : kinds) {
            names.addAll(List.of(keys.journalValues(kind), keys.journalOrder(kind), keys.journalEnds(kind)));
        }
        return names;
    }

    private static byte[][] arguments(List<Change> changes, List<Kind> kinds) {
        List<byte[]> arguments = new ArrayList<>(4 * changes.size() + kinds.size() + 2);
        arguments.add(FORMAT);
        arguments.add(number(kinds.size()));
        kinds.forEach(kind -> arguments.add(number(kind.maxEntries())));
        for (Change change : changes) {
            arguments.add(number(3L * kinds.indexOf(change.kind()) + 2));
            arguments.add(life(change));
            arguments.add(change.key().getBytes(UTF_8));
            arguments.add(change instanceof Change.Put put ? put.value() : NO_END);
        }
        return arguments.toArray(new byte[0][]);
    }

    private static byte[] life(Change change) {
        if (!(change instanceof Change.Put put)) {
            return REMOVED;
        }
        Duration life = put.life();
        return life == null ? NO_END : number(life.toMillis());
    }

    private static byte[] number(long number) {
        return ascii(Long.toString(number));
    }

    @Override
    public CompletionStage<@Nullable Entry> take(Kind kind, String key) {
        return calls.write(0, JournalScripts.TAKE, names(List.of(kind)), FORMAT, key.getBytes(UTF_8))
                .<@Nullable Entry>thenApply(answer -> entry(key, answer));
    }

    @Override
    public CompletionStage<@Nullable Entry> get(Kind kind, String key) {
        return calls.read(JournalScripts.GET, names(List.of(kind)), FORMAT, key.getBytes(UTF_8))
                .<@Nullable Entry>thenApply(answer -> entry(key, answer));
    }

    private static @Nullable Entry entry(String key, List<byte[]> answer) {
        return answer.isEmpty() ? null : new Entry(key, answer.get(1), left(answer.get(0)));
    }

    private static @Nullable Duration left(byte[] millis) {
        return millis.length == 0 ? null : Duration.ofMillis(Long.parseLong(text(millis)));
    }

    @Override
    public CompletionStage<List<Entry>> read(Kind kind, int most) {
        return calls.read(JournalScripts.READ, names(List.of(kind)), FORMAT, number(most))
                .thenApply(RedisJournal::entries);
    }

    private static List<Entry> entries(List<byte[]> answer) {
        List<Entry> entries = new ArrayList<>(answer.size() / 3);
        for (int i = 0; i + 2 < answer.size(); i += 3) {
            entries.add(new Entry(new String(answer.get(i), UTF_8), answer.get(i + 2), left(answer.get(i + 1))));
        }
        return entries;
    }

    @Override
    public JournalStatus status() {
        return calls.status();
    }

    /** Waits for calls under way, for two seconds at most. */
    @Override
    public void close() {
        calls.end(AT_THE_END);
        connector.close();
    }
}

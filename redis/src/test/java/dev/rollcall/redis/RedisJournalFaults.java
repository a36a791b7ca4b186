// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.JournalException;
import dev.rollcall.core.journal.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a journal on Redis says and does when something is wrong with Redis. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
abstract class RedisJournalFaults {

    private static final String NAME = "shop";
    private static final String VALUES = "rollcall:{shop}:journal:audit";

    private final RedisProcess redis;
    private @Nullable Journal opened;

    RedisJournalFaults(RedisBinary version) {
        redis = version.start();
    }

    @BeforeEach
    void open() {
        opened = RedisJournal.open(redis.address(), NAME);
    }

    @AfterEach
    void close() {
        journal().close();
        redis.close();
    }

    private Journal journal() {
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened;
    }

    private static Change put(String key) {
        return Change.put(Kind.AUDIT, key, key.getBytes(UTF_8));
    }

    private static <T extends @Nullable Object> T done(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** Waits for a failure in words, and returns it. */
    private static String failure(CompletionStage<?> stage) throws Exception {
        try {
            done(stage);
        } catch (ExecutionException e) {
            JournalException own = JournalException.in(e.getCause());
            assertThat(own).isNotNull();
            return String.valueOf(Objects.requireNonNull(own).getMessage());
        }
        throw new AssertionError("it did not fail");
    }

    private List<String> keys() throws Exception {
        return done(journal().read(Kind.AUDIT, 1_000)).stream().map(Entry::key).toList();
    }

    /** Writes until a write is kept. */
    private void writesAgain(String key) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .untilAsserted(() -> done(journal().write(put(key))));
        assertThat(journal().status().trouble()).isNull();
    }

    @Test
    @DisplayName("it opens while Redis is away, says what is in the way, fails at once, and works when Redis is there")
    void away() throws Exception {
        redis.kill();
        try (Journal journal = RedisJournal.open(redis.address(), NAME)) {
            assertThat(journal.status().trouble())
                    .startsWith("not kept: Redis at 127.0.0.1:" + redis.port())
                    .contains("(expected: ");
            for (CompletionStage<?> call :
                    List.of(journal.write(put("a")), journal.take(Kind.LINKS, "a"), journal.read(Kind.AUDIT, 1))) {
                assertThat(call.toCompletableFuture()).isCompletedExceptionally();
                assertThat(failure(call)).contains("Redis at 127.0.0.1:" + redis.port(), "(expected: ");
            }
            redis.restart();
            await().atMost(Duration.ofSeconds(30)).until(() -> journal.status().trouble() == null);
            done(journal.write(put("b")));
        }
        writesAgain("c");
        assertThat(keys()).containsExactly("c", "b");
    }

    @Test
    @DisplayName("while Redis hangs, calls end in time and admit that they do not know; when it goes on, all is well")
    void hangs() throws Exception {
        redis.freeze();
        CompletionStage<?> write = journal().write(put("a"));
        CompletionStage<?> read = journal().get(Kind.AUDIT, "a");
        assertThat(failure(write))
                .startsWith("may or may not have been kept: Redis at ")
                .contains("(expected: ");
        assertThat(failure(read)).startsWith("not read: Redis at ");
        assertThat(journal().status().trouble()).isNotNull();
        assertThat(journal().status().waiting()).isZero();
        redis.thaw();
        writesAgain("b");
        assertThat(keys()).startsWith("b");
    }

    @Test
    @DisplayName("calls under way when the connection breaks fail, and are not carried out later")
    void breaks() throws Exception {
        redis.freeze();
        CompletionStage<?> write = journal().write(put("a"));
        CompletionStage<?> take = journal().take(Kind.LINKS, "l");
        redis.kill();
        redis.restart();
        assertThat(failure(write)).startsWith("may or may not have been kept: ");
        assertThat(failure(take)).startsWith("may or may not have been kept: ");
        writesAgain("b");
        assertThat(keys()).containsExactly("b");
    }

    @Test
    @DisplayName("calls under way are bounded; more are refused at once")
    void bounded() throws Exception {
        redis.freeze();
        List<CompletableFuture<?>> writes = IntStream.range(0, JournalCalls.MOST + 10)
                .<CompletableFuture<?>>mapToObj(i -> journal().write(put("k")).toCompletableFuture())
                .toList();
        assertThat(journal().status().waiting()).isLessThanOrEqualTo(JournalCalls.MOST);
        assertThat(failure(writes.get(JournalCalls.MOST)))
                .startsWith("not kept: ")
                .contains("wait for Redis at");
        byte[] large = new byte[Kind.AUDIT.maxBytes()];
        Function<Integer, List<Change>> megabytes = write -> IntStream.range(0, 500)
                .<Change>mapToObj(i -> Change.put(Kind.AUDIT, "k" + i, large))
                .toList();
        for (CompletableFuture<?> write : writes) {
            failure(write);
        }
        List<CompletableFuture<?>> many = Stream.of(1, 2, 3)
                .<CompletableFuture<?>>map(
                        i -> journal().write(megabytes.apply(i)).toCompletableFuture())
                .toList();
        assertThat(failure(many.get(2))).startsWith("not kept: ").contains("bytes wait for Redis at");
        redis.thaw();
        writesAgain("last");
        assertThat(journal().status().waiting()).isZero();
    }

    @Test
    @DisplayName("a journal in a format of a newer version is refused by name, and left alone")
    void newerFormat() throws Exception {
        done(journal().write(put("a")));
        redis.ask(commands -> commands.set("rollcall:{shop}:journal", "2"));
        for (CompletionStage<?> call : List.of(
                journal().write(put("b")),
                journal().take(Kind.AUDIT, "a"),
                journal().get(Kind.AUDIT, "a"),
                journal().read(Kind.AUDIT, 1))) {
            assertThat(failure(call)).contains("format 2", "(expected: format 1;", "cluster-name");
        }
        redis.ask(commands -> commands.set("rollcall:{shop}:journal", "1"));
        assertThat(keys()).containsExactly("a");
    }

    @Test
    @DisplayName("a refusal by Redis says what to do, and nothing of the write is kept")
    void refusals() throws Exception {
        done(journal().write(put("a")));
        redis.ask(commands -> commands.configSet("maxmemory", "1"));
        assertThat(refused()).contains("OOM", "maxmemory");
        redis.ask(commands -> commands.configSet("maxmemory", "0"));
        redis.ask(commands -> commands.set("rollcall:{shop}:journal:sessions:ends", "another's"));
        assertThat(refused()).contains("WRONGTYPE", "remove the one that somebody else wrote");
        redis.ask(commands -> commands.del("rollcall:{shop}:journal:sessions:ends"));
        redis.ask(commands -> commands.replicaof("127.0.0.1", RedisProcess.freePort()));
        assertThat(refused()).contains("READONLY", "the primary");
        redis.ask(commands -> commands.replicaofNoOne());
        assertThat(keys()).containsExactly("a");
        assertThat(journal().status().trouble()).isNotNull();
        writesAgain("c");
    }

    /** A write of several kinds that Redis refuses. */
    private String refused() throws Exception {
        String why = failure(journal().write(List.of(put("b"), Change.put(Kind.SESSIONS, "s", new byte[1]))));
        assertThat(why).startsWith("not kept: Redis at ").contains("(expected: ");
        assertThat(journal().status().trouble()).isEqualTo(why);
        return why;
    }

    @Test
    @DisplayName("whatever Redis has forgotten of it, the rest is found, and it goes on")
    void forgets() throws Exception {
        for (String part : List.of("", ":order", ":ends")) {
            done(journal().write(List.of(put("a"), put("b"))));
            redis.ask(commands -> commands.del(VALUES + part));
            assertThat(keys()).isSubsetOf("a", "b");
            done(journal().write(put("c")));
            assertThat(keys()).startsWith("c");
            done(journal().write(Change.remove(Kind.AUDIT, "c")));
        }
    }

    @Test
    @DisplayName("it uses only the listed keys, and ended entries leave nothing behind once something is written")
    void listedKeys() throws Exception {
        done(journal().write(Change.put(Kind.SESSIONS, "s", new byte[1], Duration.ofMillis(1))));
        done(journal().write(put("a")));
        Map<String, String> types = redis.ask(
                commands -> commands.keys("*").stream().collect(Collectors.toMap(key -> key, commands::type)));
        String sessions = "rollcall:{shop}:journal:sessions";
        assertThat(types)
                .isEqualTo(Map.of(
                        "rollcall:{shop}:journal",
                        "string",
                        VALUES,
                        "hash",
                        VALUES + ":order",
                        "zset",
                        sessions,
                        "hash",
                        sessions + ":order",
                        "zset",
                        sessions + ":ends",
                        "zset"));
        redis.letPass(Duration.ofMillis(5));
        done(journal().write(Change.remove(Kind.SESSIONS, "other")));
        List<String> left = redis.ask(commands -> commands.keys("*"));
        assertThat(left).noneMatch(key -> key.startsWith(sessions));
    }
}

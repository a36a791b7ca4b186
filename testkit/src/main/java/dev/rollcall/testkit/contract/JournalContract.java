// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.JournalException;
import dev.rollcall.core.journal.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link Journal} must do. One that outlives its process is tested with {@link LastingJournalContract},
 * which includes this suite.
 */
@Timeout(120)
public abstract class JournalContract {

    private static final long PATIENCE_SECONDS = 60;

    private final List<Journal> opened = new ArrayList<>();

    /** For journals. */
    protected JournalContract() {}

    /** Opens the journal: an empty one the first time in each test, and after that whatever is in the same place. */
    protected abstract Journal open() throws Exception;

    /** Lets time pass as the journal measures it: at most a few seconds. */
    protected abstract void letPass(Duration time);

    /** Opens the journal, and has it closed after the test. */
    protected final Journal journal() throws Exception {
        Journal journal = open();
        opened.add(journal);
        return journal;
    }

    @AfterEach
    final void closeAll() {
        opened.forEach(Journal::close);
    }

    @Test
    @DisplayName("what was put is found under its key, in the list of its kind only")
    void puts() throws Exception {
        Journal journal = journal();
        done(journal.write(put("a", "1")));
        assertThat(text(done(journal.get(Kind.AUDIT, "a")))).isEqualTo("1");
        assertThat(done(journal.get(Kind.AUDIT, "b"))).isNull();
        assertThat(done(journal.get(Kind.RELEASES, "a"))).isNull();
        assertThat(done(journal.read(Kind.RELEASES, 10))).isEmpty();
    }

    @Test
    @DisplayName("any bytes are kept as they are, up to the limit of the kind, under any name up to the limit of names")
    void bytes() throws Exception {
        Journal journal = journal();
        byte[] all = new byte[Kind.AUDIT.maxBytes()];
        IntStream.range(0, all.length).forEach(i -> all[i] = (byte) i);
        String key = "\u00e4\ud83d\ude80 '\"%_\\{}:*\n".repeat(20);
        done(journal.write(Change.put(Kind.AUDIT, key, all)));
        done(journal.write(Change.put(Kind.AUDIT, "empty", new byte[0])));
        assertThat(found(journal, key).value()).isEqualTo(all);
        assertThat(found(journal, "empty").value()).isEmpty();
        assertThat(keys(journal, 10)).containsExactly("empty", key);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Change.put(Kind.AUDIT, "a", new byte[Kind.AUDIT.maxBytes() + 1]));
        assertThatIllegalArgumentException().isThrownBy(() -> Change.put(Kind.AUDIT, "", new byte[0]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Change.remove(Kind.AUDIT, "x".repeat(Change.MAX_KEY_BYTES + 1)));
    }

    @Test
    @DisplayName("names that differ in case or accents alone are different names")
    void names() throws Exception {
        Journal journal = journal();
        for (String key : List.of("a", "A", "\u00e4", "a\u0308", "a ")) {
            done(journal.write(put(key, key)));
        }
        assertThat(keys(journal, 10)).containsExactly("a ", "a\u0308", "\u00e4", "A", "a");
        assertThat(text(done(journal.get(Kind.AUDIT, "A")))).isEqualTo("A");
    }

    @Test
    @DisplayName("the most recently created entry comes first; replacing an entry leaves it in its place")
    void order() throws Exception {
        Journal journal = journal();
        for (String key : List.of("z", "a", "m")) {
            done(journal.write(put(key, "old")));
        }
        done(journal.write(put("z", "new")));
        assertThat(keys(journal, 10)).containsExactly("m", "a", "z");
        assertThat(keys(journal, 2)).containsExactly("m", "a");
        assertThat(text(done(journal.get(Kind.AUDIT, "z")))).isEqualTo("new");
    }

    @Test
    @DisplayName("what was removed is not found; put again, it is the newest")
    void removes() throws Exception {
        Journal journal = journal();
        done(journal.write(List.of(put("a", "1"), put("b", "2"))));
        done(journal.write(Change.remove(Kind.AUDIT, "a")));
        done(journal.write(Change.remove(Kind.AUDIT, "never there")));
        assertThat(keys(journal, 10)).containsExactly("b");
        done(journal.write(put("a", "3")));
        assertThat(keys(journal, 10)).containsExactly("a", "b");
    }

    @Test
    @DisplayName("changes of one write are made in order, across several kinds")
    void batches() throws Exception {
        Journal journal = journal();
        done(journal.write(List.of()));
        done(journal.write(List.of(
                put("a", "1"),
                Change.put(Kind.RELEASES, "r", bytes("2")),
                put("b", "3"),
                Change.remove(Kind.AUDIT, "a"),
                put("a", "4"))));
        assertThat(keys(journal, 10)).containsExactly("a", "b");
        assertThat(text(done(journal.get(Kind.AUDIT, "a")))).isEqualTo("4");
        assertThat(text(done(journal.get(Kind.RELEASES, "r")))).isEqualTo("2");
        List<Change> tooMany = IntStream.rangeClosed(0, Change.MAX_CHANGES)
                .mapToObj(i -> put("k" + i, ""))
                .toList();
        assertThatIllegalArgumentException().isThrownBy(() -> journal.write(tooMany));
        assertThat(keys(journal, 10)).hasSize(2);
    }

    @Test
    @DisplayName("over the limit of a kind its oldest entry goes, and nothing of other kinds")
    void limits() throws Exception {
        Journal journal = journal();
        done(journal.write(Change.put(Kind.RELEASES, "r", bytes("stays"))));
        int most = Kind.AUDIT.maxEntries();
        for (int i = 0; i < most + 50; i += 50) {
            int from = i;
            done(journal.write(IntStream.range(from, from + 50)
                    .mapToObj(n -> put("k" + n, "v"))
                    .toList()));
        }
        List<String> kept = keys(journal, 2 * most);
        assertThat(kept)
                .hasSize(most)
                .startsWith("k" + (most + 49))
                .endsWith("k50")
                .doesNotHaveDuplicates();
        done(journal.write(put("k50", "replaced")));
        assertThat(keys(journal, 2 * most)).isEqualTo(kept);
        assertThat(text(done(journal.get(Kind.RELEASES, "r")))).isEqualTo("stays");
    }

    @Test
    @DisplayName("an entry is found until its life is over, and says how much is left; without an end it stays")
    void life() throws Exception {
        Journal journal = journal();
        Duration life = Duration.ofSeconds(2);
        done(journal.write(Change.put(Kind.SESSIONS, "short", bytes("1"), life)));
        done(journal.write(Change.put(Kind.SESSIONS, "default", bytes("2"))));
        done(journal.write(put("endless", "3")));
        assertThat(left(done(journal.get(Kind.SESSIONS, "short")))).isPositive().isLessThanOrEqualTo(life);
        Duration usual = Objects.requireNonNull(Kind.SESSIONS.life());
        assertThat(left(done(journal.read(Kind.SESSIONS, 1)).get(0)))
                .isGreaterThan(life)
                .isLessThanOrEqualTo(usual);
        assertThat(found(journal, "endless").left()).isNull();
        letPass(life);
        assertThat(done(journal.get(Kind.SESSIONS, "short"))).isNull();
        assertThat(done(journal.take(Kind.SESSIONS, "short"))).isNull();
        assertThat(done(journal.read(Kind.SESSIONS, 10))).extracting(Entry::key).containsExactly("default");
        assertThat(found(journal, "endless").key()).isEqualTo("endless");
    }

    @Test
    @DisplayName("writing an entry again restarts its life; an ended entry that is written again is the newest")
    void lifeAnew() throws Exception {
        Journal journal = journal();
        Duration second = Duration.ofSeconds(1);
        done(journal.write(Change.put(Kind.SESSIONS, "over", bytes("1"), second)));
        done(journal.write(Change.put(Kind.SESSIONS, "renewed", bytes("1"), second)));
        done(journal.write(Change.put(Kind.SESSIONS, "renewed", bytes("2"), second.multipliedBy(60))));
        letPass(second);
        assertThat(text(done(journal.get(Kind.SESSIONS, "renewed")))).isEqualTo("2");
        done(journal.write(Change.put(Kind.SESSIONS, "over", bytes("3"))));
        assertThat(done(journal.read(Kind.SESSIONS, 10))).extracting(Entry::key).containsExactly("over", "renewed");
    }

    @Test
    @DisplayName("an entry that is taken is gone, and of many concurrent callers one gets it")
    void takes() throws Exception {
        Journal journal = journal();
        assertThat(done(journal.take(Kind.LINKS, "link"))).isNull();
        for (int round = 0; round < 20; round++) {
            done(journal.write(Change.put(Kind.LINKS, "link", bytes("grant"))));
            assertThat(takeFromFourThreads(journal)).as("round %s", round).hasSize(1);
            assertThat(done(journal.get(Kind.LINKS, "link"))).isNull();
        }
    }

    private static List<String> takeFromFourThreads(Journal journal) throws Exception {
        CountDownLatch together = new CountDownLatch(4);
        List<CompletableFuture<@Nullable Entry>> asked = Stream.generate(() -> CompletableFuture.supplyAsync(() -> {
                            together.countDown();
                            join(together);
                            return null;
                        })
                        .thenCompose(ready -> journal.take(Kind.LINKS, "link")))
                .limit(4)
                .toList();
        List<String> got = new ArrayList<>();
        for (CompletableFuture<@Nullable Entry> one : asked) {
            Entry entry = done(one);
            if (entry != null) {
                got.add(text(entry));
            }
        }
        return got;
    }

    private static void join(CountDownLatch latch) {
        try {
            latch.await(5, TimeUnit.SECONDS); // a pool with fewer threads goes on after that
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @DisplayName("calls of one thread take effect in their order, whether or not it waits for them")
    void callsInOrder() throws Exception {
        Journal journal = journal();
        for (int round = 0; round < 50; round++) {
            journal.write(put("a", "first"));
            journal.write(put("a", "second"));
            CompletionStage<@Nullable Entry> read = journal.get(Kind.AUDIT, "a");
            CompletionStage<@Nullable Entry> taken = journal.take(Kind.AUDIT, "a");
            CompletionStage<@Nullable Entry> after = journal.get(Kind.AUDIT, "a");
            assertThat(text(done(read))).isEqualTo("second");
            assertThat(text(done(taken))).isEqualTo("second");
            assertThat(done(after)).isNull();
        }
    }

    @Test
    @DisplayName("a burst is kept or refused, each write as a whole, and what was acknowledged is there")
    void burst() throws Exception {
        Journal journal = journal();
        List<CompletableFuture<@Nullable Void>> writes = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            String value = Integer.toString(i);
            writes.add(journal.write(List.of(put("a" + i % 400, value), put("b" + i % 400, value)))
                    .toCompletableFuture());
        }
        int[] newest = new int[400];
        for (int i = 0; i < writes.size(); i++) {
            if (isKept(writes.get(i))) {
                newest[i % 400] = i;
            }
        }
        for (int i = 0; i < 400; i++) {
            assertThat(text(done(journal.get(Kind.AUDIT, "a" + i)))).isEqualTo(Integer.toString(newest[i]));
            assertThat(text(done(journal.get(Kind.AUDIT, "b" + i)))).isEqualTo(Integer.toString(newest[i]));
        }
        assertThat(journal.status().waiting()).isZero();
        assertThat(journal.status().trouble()).isNull();
    }

    private static boolean isKept(CompletableFuture<?> write) throws Exception {
        try {
            done(write);
            return true;
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(JournalException.class).hasMessageContaining("not kept");
            return false;
        }
    }

    @Test
    @DisplayName("after it is closed, calls fail and say why; closing it twice does nothing")
    void closes() throws Exception {
        Journal journal = journal();
        CompletionStage<@Nullable Void> last = journal.write(put("a", "1"));
        journal.close();
        journal.close();
        done(last);
        for (CompletionStage<?> call : List.<CompletionStage<?>>of(
                journal.write(put("b", "2")),
                journal.get(Kind.AUDIT, "a"),
                journal.take(Kind.AUDIT, "a"),
                journal.read(Kind.AUDIT, 1))) {
            assertThat(call.toCompletableFuture()).isCompletedExceptionally();
            assertThat(isKept(call.toCompletableFuture())).isFalse();
        }
    }

    /** Waits for a stage; throws an {@link ExecutionException} if it fails. */
    protected static <T extends @Nullable Object> T done(CompletionStage<T> stage)
            throws ExecutionException, InterruptedException, TimeoutException {
        return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Returns a change of the audit list. */
    protected static Change put(String key, String value) {
        return Change.put(Kind.AUDIT, key, bytes(value));
    }

    /** Returns the keys of the audit list, newest first. */
    protected static List<String> keys(Journal journal, int most) throws Exception {
        return done(journal.read(Kind.AUDIT, most)).stream().map(Entry::key).toList();
    }

    /** Returns the text of a value; null if there is none. */
    protected static @Nullable String text(@Nullable Entry entry) {
        return entry == null ? null : new String(entry.value(), UTF_8);
    }

    private static Entry found(Journal journal, String key) throws Exception {
        return Objects.requireNonNull(done(journal.get(Kind.AUDIT, key)), key);
    }

    private static Duration left(@Nullable Entry entry) {
        return Objects.requireNonNull(Objects.requireNonNull(entry).left());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.journal.MemoryJournal;
import dev.rollcall.protocol.node.SignedJournal;
import dev.rollcall.testkit.contract.JournalContract;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Signed values come out as they went in; what a stranger has forged does not come out. */
class SignedJournalTest extends JournalContract {

    private static final String KEY = "key-of-all-nodes";

    private final ManualTimer timer = ManualTimer.still();
    private final MemoryJournal carrier = new MemoryJournal(timer);
    private final AtomicInteger forged = new AtomicInteger();

    @Override
    protected Journal open() {
        return new SignedJournal(carrier, KEY, forged::incrementAndGet);
    }

    @Override
    protected void letPass(Duration time) {
        timer.advance(time);
    }

    @AfterEach
    void stop() {
        timer.close();
    }

    @Test
    @DisplayName("a value that is unsigned, or signed with another key, is not found, and is counted")
    void strangers() throws Exception {
        Journal journal = journal();
        Journal stranger = new SignedJournal(carrier, "another-key", () -> {});
        done(journal.write(put("genuine", "1")));
        done(carrier.write(put("plain", "2")));
        done(carrier.write(put("empty", "")));
        done(stranger.write(put("signed", "3")));
        assertThat(keys(journal, 10)).containsExactly("genuine");
        assertThat(forged).hasValue(3);
        assertThat(done(journal.get(Kind.AUDIT, "plain"))).isNull();
        assertThat(done(journal.take(Kind.AUDIT, "signed"))).isNull();
        assertThat(forged).hasValue(5);
        assertThat(text(done(journal.take(Kind.AUDIT, "genuine")))).isEqualTo("1");
        assertThat(forged).hasValue(5);
    }

    @Test
    @DisplayName("a value that was moved to another key or kind, or changed in any byte, is not found")
    void moved() throws Exception {
        Journal journal = journal();
        done(journal.write(put("a", "value")));
        byte[] signed =
                Objects.requireNonNull(done(carrier.get(Kind.AUDIT, "a"))).value();
        done(carrier.write(Change.put(Kind.AUDIT, "b", signed)));
        done(carrier.write(Change.put(Kind.RELEASES, "a", signed)));
        assertThat(done(journal.get(Kind.AUDIT, "b"))).isNull();
        assertThat(done(journal.get(Kind.RELEASES, "a"))).isNull();
        for (int i = 0; i < signed.length; i++) {
            byte[] changed = signed.clone();
            changed[i] ^= 1;
            done(carrier.write(Change.put(Kind.AUDIT, "a", changed)));
            assertThat(done(journal.get(Kind.AUDIT, "a"))).as("byte %s", i).isNull();
        }
        done(carrier.write(Change.put(Kind.AUDIT, "a", signed)));
        assertThat(text(done(journal.get(Kind.AUDIT, "a")))).isEqualTo("value");
    }

    @Test
    @DisplayName("a write of the largest allowed size can be signed; one byte more is refused, as without signing")
    void full() throws Exception {
        Journal journal = journal();
        byte[] value = new byte[Kind.AUDIT.maxBytes()];
        List<Change> most = IntStream.range(0, Change.MAX_BYTES / value.length)
                .<Change>mapToObj(i -> Change.put(Kind.AUDIT, "k" + i, value))
                .toList();
        done(journal.write(most));
        List<Entry> kept = done(journal.read(Kind.AUDIT, 1_000));
        assertThat(kept).hasSameSizeAs(most).allMatch(entry -> entry.value().length == value.length);
        List<Change> tooMany =
                Stream.concat(most.stream(), Stream.of(put("more", "1"))).toList();
        assertThatIllegalArgumentException().isThrownBy(() -> journal.write(tooMany));
        String key = "x".repeat(Change.MAX_KEY_BYTES);
        done(journal.write(Change.put(Kind.LINKS, key, key.getBytes(UTF_8))));
        assertThat(text(done(journal.get(Kind.LINKS, key)))).isEqualTo(key);
    }
}

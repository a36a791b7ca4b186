// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.node;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.JournalStatus;
import dev.rollcall.core.journal.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A journal that a stranger may reach: every value carries a signature with a key that all nodes share, over its kind,
 * its key and itself. A value without one is dropped, as if it were not there. The signature covers neither its time
 * nor the value's life: a stranger who can read and write the journal may put back what was removed or is over, and may
 * remove anything, but cannot make up anything new. Thread-safe.
 */
public final class SignedJournal implements Journal {

    private final Journal carrier;
    private final ClusterSeal seal;

    /**
     * Signs everything that goes into a journal.
     *
     * @param key the text that all nodes share
     * @param forged called for every entry that is dropped, on any thread
     */
    public SignedJournal(Journal carrier, String key, Runnable forged) {
        this.carrier = carrier;
        this.seal = new ClusterSeal(key, forged);
    }

    /** The kind ends at a zero byte, and the key where its length says. */
    private static byte[] use(Kind kind, String key) {
        byte[] word = ("j" + kind.word()).getBytes(US_ASCII);
        byte[] name = key.getBytes(UTF_8);
        return ByteBuffer.allocate(word.length + 1 + Integer.BYTES + name.length)
                .put(word)
                .put((byte) 0)
                .putInt(name.length)
                .put(name)
                .array();
    }

    @Override
    public CompletionStage<@Nullable Void> write(List<Change> changes) {
        return carrier.write(changes.stream().map(this::signed).toList());
    }

    private Change signed(Change change) {
        return change instanceof Change.Put put
                ? put.sealed(seal.sign(use(put.kind(), put.key()), put.value()))
                : change;
    }

    @Override
    public CompletionStage<@Nullable Entry> take(Kind kind, String key) {
        return carrier.take(kind, key).<@Nullable Entry>thenApply(entry -> opened(kind, entry));
    }

    @Override
    public CompletionStage<@Nullable Entry> get(Kind kind, String key) {
        return carrier.get(kind, key).<@Nullable Entry>thenApply(entry -> opened(kind, entry));
    }

    @Override
    public CompletionStage<List<Entry>> read(Kind kind, int most) {
        return carrier.read(kind, most).thenApply(entries -> genuine(kind, entries));
    }

    private List<Entry> genuine(Kind kind, List<Entry> entries) {
        List<Entry> genuine = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            Entry opened = opened(kind, entry);
            if (opened != null) {
                genuine.add(opened);
            }
        }
        return genuine;
    }

    private @Nullable Entry opened(Kind kind, @Nullable Entry entry) {
        byte[] value = entry == null ? null : seal.open(use(kind, entry.key()), entry.value());
        return entry == null || value == null ? null : new Entry(entry.key(), value, entry.left());
    }

    @Override
    public JournalStatus status() {
        return carrier.status();
    }

    @Override
    public void close() {
        carrier.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.receipt;

import dev.rollcall.core.command.Command;
import dev.rollcall.core.funnel.Ended;
import dev.rollcall.core.funnel.Funnel;
import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.Journals;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.node.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a journal keeps of receipts, for seven days. Thread-safe; nothing but {@link #load} waits. */
public final class ReceiptJournal {

    /** How long a receipt is kept after its last change. */
    public static final Duration LIFE = Duration.ofDays(7);

    private final @Nullable Journal journal;
    private final @Nullable Codec codec;

    /** The form of what is kept. Reading fails with an {@link IllegalArgumentException} that says what does not fit. */
    public interface Codec {
        /** Writes a receipt within the size of its kind: when there are very many nodes, some are left out. */
        byte[] write(Kept kept);

        /** Reads a receipt. */
        Kept readReceipt(byte[] bytes);
    }

    /**
     * What is kept about a command.
     *
     * @param command the command that was given
     * @param ended why it goes no further; null when nobody has said so
     * @param funnels how far it has progressed, by node
     */
    public record Kept(Command command, @Nullable Ended ended, Map<NodeId, Funnel> funnels) {

        /** Copies the map. */
        public Kept {
            funnels = Map.copyOf(funnels);
        }
    }

    private ReceiptJournal(@Nullable Journal journal, @Nullable Codec codec) {
        this.journal = journal;
        this.codec = codec;
    }

    /** Keeps nothing, at no cost. */
    public static ReceiptJournal none() {
        return new ReceiptJournal(null, null);
    }

    /** Keeps everything in a journal. */
    public static ReceiptJournal of(Journal journal, Codec codec) {
        return new ReceiptJournal(journal, codec);
    }

    /** Returns what is kept, the oldest first. Waits for the journal. */
    List<Kept> load() {
        if (journal == null || codec == null) {
            return List.of();
        }
        Codec form = codec;
        List<Kept> oldestFirst = new ArrayList<>();
        Journals.load(journal, Kind.ROLLOUTS, entry -> form.readReceipt(entry.value()))
                .forEach(kept -> oldestFirst.add(0, kept));
        return oldestFirst;
    }

    /** Keeps how far a command has progressed. A command that holds code of the application is not kept. */
    void keep(Command command, @Nullable Ended ended, Map<NodeId, Funnel> funnels) {
        if (journal != null && codec != null && !command.order().isLocal()) {
            byte[] value = codec.write(new Kept(command, ended, funnels));
            journal.write(Change.put(Kind.ROLLOUTS, command.id(), value, LIFE));
        }
    }
}

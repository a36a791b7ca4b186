// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What users of a journal have in common. Stateless. */
public final class Journals {

    /** How long anybody waits for a journal. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Journals.class);

    private Journals() {}

    /**
     * Reads all entries of a kind and waits for them: at the start of a process, and never on an event loop. Values that
     * cannot be read are left out, with a warning.
     *
     * @param read makes a value from an entry; an {@link IllegalArgumentException} means that it cannot
     * @return the values, the most recently created entries first
     * @throws JournalException when the journal cannot be read
     */
    public static <T> List<T> load(Journal journal, Kind kind, Function<Entry, T> read) {
        List<T> values = new ArrayList<>();
        for (Entry entry : await(journal.read(kind, kind.maxEntries()))) {
            try {
                values.add(read.apply(entry));
            } catch (IllegalArgumentException e) {
                LOG.warn("An entry of {} cannot be read and is ignored: {}", kind.word(), e.getMessage());
            }
        }
        return values;
    }

    /**
     * Waits for a stage: at the start of a process, and never on an event loop.
     *
     * @throws JournalException when it fails, or takes longer than {@link #PATIENCE}
     */
    public static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            JournalException own = JournalException.in(e.getCause());
            throw own == null ? new JournalException("the journal cannot be read: " + e.getCause(), e) : own;
        } catch (TimeoutException e) {
            throw new JournalException(
                    "the journal does not answer within " + PATIENCE.toSeconds() + " s (expected: a disk that works)",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalException("interrupted while the journal was read", e);
        }
    }
}

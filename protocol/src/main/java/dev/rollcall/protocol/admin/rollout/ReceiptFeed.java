// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.rollout;

import dev.rollcall.core.Internals;
import dev.rollcall.core.receipt.Receipt;
import dev.rollcall.core.receipt.Receipts;
import dev.rollcall.protocol.command.ReceiptJson;
import dev.rollcall.protocol.command.Revised;
import dev.rollcall.protocol.http.Query;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What became of commands, for callers that ask once and for those that follow it: a follower names the revision that
 * it has seen, and is answered as soon as there is another one. Thread-safe.
 */
public final class ReceiptFeed {

    /** The shortest time between two answers to one follower, as for stats. */
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private static final Set<String> NAMES = Set.of("seen");

    private final Receipts receipts;
    private final HeldAnswers held;

    /** Begins without followers. */
    public ReceiptFeed(Internals core) {
        this.receipts = core.commands().receipts();
        this.held = new HeldAnswers(core, INTERVAL, "for a receipt");
    }

    /**
     * Returns all receipts, newest first.
     *
     * @param query with {@code seen}, the revision that the caller has: answered when there is another, or after 20 seconds
     * @param hasLeft whether nobody is waiting for the answer any more
     * @throws IllegalArgumentException saying what of the query does not fit
     */
    public CompletionStage<Response> list(Query query, BooleanSupplier hasLeft) {
        return follow(query, hasLeft, () -> ReceiptJson.list(receipts.list()));
    }

    /**
     * Returns one receipt.
     *
     * @param id of the command
     * @param query as in {@link #list}
     * @param hasLeft whether nobody is waiting for the answer any more
     * @return null when no such command is known
     * @throws IllegalArgumentException saying what of the query does not fit
     */
    public @Nullable CompletionStage<Response> one(String id, Query query, BooleanSupplier hasLeft) {
        Receipt first = receipts.find(id);
        if (first == null) {
            return null;
        }
        return follow(query, hasLeft, () -> {
            Receipt now = receipts.find(id); // null when it has become too old meanwhile
            return ReceiptJson.one(now == null ? first : now);
        });
    }

    private CompletionStage<Response> follow(Query query, BooleanSupplier hasLeft, Supplier<Revised> read) {
        String seen = seen(query);
        return held.ask(
                (waited, last) -> {
                    // Otherwise a follower that asks again after each answer would be answered without a pause.
                    if (seen != null && waited == 0) {
                        return null;
                    }
                    Revised now = read.get();
                    return last || !now.revision().equals(seen) ? Responses.json(200, now.json()) : null;
                },
                hasLeft);
    }

    private static @Nullable String seen(Query query) {
        query.refuseUnknown(NAMES);
        String seen = query.first("seen");
        if (seen != null && seen.isEmpty()) {
            throw new IllegalArgumentException("seen: empty (expected: the revision of the last answer)");
        }
        return seen;
    }
}

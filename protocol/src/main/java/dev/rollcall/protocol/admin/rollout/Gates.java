// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.rollout;

import dev.rollcall.core.Internals;
import dev.rollcall.core.cluster.NodeCard;
import dev.rollcall.core.receipt.Receipt;
import dev.rollcall.core.stats.History;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.http.Query;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers callers that wait for a rollout: at once if the condition already holds, otherwise when it does or their time
 * is over. Callers that want to wait longer than 20 seconds get 503 with Retry-After: {@code curl --retry} and the
 * command line ask again by themselves. Thread-safe.
 */
public final class Gates {

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** How long tabs take to come back after a start. */
    private static final long RETURNING_MILLIS = 60_000;

    /** A count this shortly before a start may have been made after it, because times are rounded. */
    private static final long CLOSE_MILLIS = 500;

    /** The share of the tabs from before a start that must be back before the counts say anything, in percent. */
    private static final int BACK_PERCENT = 80;

    private final Internals core;
    private final Timer timer;
    private final HeldAnswers held;
    private @Nullable Integer before;

    /** Begins with nobody waiting. */
    public Gates(Internals core) {
        this.core = core;
        this.timer = core.timer();
        this.held = new HeldAnswers(core, LOOK, "at gates");
    }

    /**
     * Answers a question, now or later.
     *
     * @param hasLeft whether nobody is waiting for the answer any more
     * @return 200 when the condition holds; 409 when it cannot hold any more; 504 when the time is over; 503 when the
     *     caller should ask again. Never fails
     * @throws IllegalArgumentException saying what does not fit
     */
    public CompletionStage<Response> await(Query query, BooleanSupplier hasLeft) {
        Gate gate = Gate.read(query);
        if (gate.command() != null && core.commands().receipts().find(gate.command()) == null) {
            return CompletableFuture.completedStage(Responses.error(
                    404,
                    "command: unknown (expected: the id of a command of the last seven days that makes tabs reload)"));
        }
        return held.ask((waited, last) -> answer(gate, waited, last), hasLeft);
    }

    private @Nullable Response answer(Gate gate, long waited, boolean last) {
        Standing now = standing(gate);
        if (now.isOver()) {
            return Responses.json(now.isReached() ? 200 : 409, now.json(null));
        }
        if (waited >= gate.timeoutSeconds() * 1_000L) {
            return Responses.json(504, now.json(null));
        }
        return last ? again(now) : null;
    }

    private static Response again(Standing now) {
        return Responses.with(Responses.json(503, now.json("ask again: it is not so yet")), "Retry-After", "1");
    }

    private Standing standing(Gate gate) {
        int[] tabs = {0, 0};
        core.counts().versions().forEach((name, count) -> {
            tabs[0] += name.equals(gate.version()) ? count : 0;
            tabs[1] += name.equals(gate.gone()) ? count : 0;
        });
        Receipt receipt =
                gate.command() == null ? null : core.commands().receipts().find(gate.command());
        String missing = core.cluster().coverage().missing();
        return new Standing(
                gate, core.counts().total(), tabs[0], tabs[1], receipt, missing == null ? returning() : missing);
    }

    /** Returns why the counts say little yet, soon after a start; null when they do. */
    private @Nullable String returning() {
        long uptime = core.cluster().nodes().stream()
                .mapToLong(NodeCard::uptimeMillis)
                .max()
                .orElse(0);
        if (uptime >= RETURNING_MILLIS) {
            return null;
        }
        int now = core.counts().total();
        int then = before(uptime);
        return 100L * now >= (long) BACK_PERCENT * then
                ? null
                : "the server has just started, and " + now + " of " + then + " tabs are back";
    }

    /** Returns how many tabs there were when a server last ran here, if that was less than ten minutes before. */
    private synchronized int before(long uptimeMillis) {
        Integer known = before;
        if (known == null) {
            long start = timer.millis() - uptimeMillis - CLOSE_MILLIS;
            known = core.history().since(start - Duration.ofMinutes(10).toMillis()).stream()
                    .filter(sample -> sample.at() <= start)
                    .reduce((earlier, later) -> later)
                    .map(History.Sample::total)
                    .orElse(0);
            before = known;
        }
        return known;
    }
}

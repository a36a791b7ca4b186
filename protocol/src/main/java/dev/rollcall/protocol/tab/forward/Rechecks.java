// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rollcall.core.Internals;
import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.cluster.UnansweredException;
import dev.rollcall.core.hook.GuardedAuthorizer;
import dev.rollcall.core.hook.StatsAccess;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.json.JsonTree;
import dev.rollcall.protocol.json.JsonWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Whether a tab that asked for stats at another node may still see them. The node that holds the tab keeps, sealed,
 * what it presented there, and sends it back for another check: the node where it asked keeps nothing, and nobody else
 * can read it. Thread-safe.
 */
public final class Rechecks {

    private static final String TOPIC = "recheck";

    /** Allows for the authorizer's time, and for that of the question and the answer. */
    private static final Duration PATIENCE = GuardedAuthorizer.TIMEOUT.plus(Cluster.PATIENCE);

    private final Cluster cluster;
    private final StatsAccess access;
    private final Timer timer;
    private final RequestSeal seal = new RequestSeal();

    /** Asks other nodes, and answers them. */
    public Rechecks(Internals core) {
        cluster = core.cluster();
        access = core.statsAccess();
        timer = core.timer();
        cluster.answer(TOPIC, this::answer);
    }

    /** Returns a request as the node that holds the tab is to keep it; null when it is too large to be kept. */
    public @Nullable String seal(StatsRequest request) {
        return seal.seal(request);
    }

    /**
     * Asks the node that decided before. If it is silent, the question is undecided.
     *
     * @return fails when that node is gone, so that nobody can decide
     */
    public CompletionStage<Decision> ask(NodeId by, String sealed) {
        return cluster.ask(by, TOPIC, sealed.getBytes(US_ASCII), PATIENCE).handle((answer, failure) -> {
            if (failure == null) {
                return read(answer);
            }
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof UnansweredException unanswered && unanswered.isGone()) {
                throw unanswered;
            }
            return Decision.denied(Refusal.AUTHORIZER_TIMEOUT);
        });
    }

    private Decision read(byte[] answer) {
        Map<String, @Nullable Object> fields = JsonTree.readOwn(answer);
        return fields == null ? Decision.denied(Refusal.AUTHORIZER_TIMEOUT) : DecisionJson.read(fields, timer.millis());
    }

    private CompletionStage<byte[]> answer(byte[] sealed) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        access.decide(
                seal.open(new String(sealed, US_ASCII)),
                decision ->
                        answer.complete(DecisionJson.write(new JsonWriter(64).beginObject(), decision, timer.millis())
                                .endObject()
                                .toBytes()));
        return answer;
    }
}

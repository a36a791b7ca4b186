// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.admin.access.UntilShared;
import dev.rollcall.protocol.http.guard.TokenBucket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What other nodes know about tokens, by their SHA-256. News of a new or revoked token goes through the log to all
 * nodes, and is repeated until it is there. A node that is presented a token it does not know asks the others.
 * Strangers can make up tokens, so questions about unknown ones are limited. Thread-safe; nothing waits.
 */
final class TokensElsewhere {

    private static final String QUESTION = "token";
    private static final String CHANGED = "token-changed";
    private static final byte[] UNKNOWN = new byte[0];
    private static final int BURST = 100;
    private static final int PER_SECOND = 20;

    private final Cluster cluster;
    private final Timer timer;
    private final UntilShared news;
    private final TokenBucket questions = new TokenBucket(BURST, PER_SECOND);

    TokensElsewhere(Cluster cluster, Timer timer) {
        this.cluster = cluster;
        this.timer = timer;
        this.news = new UntilShared(cluster, timer);
    }

    /**
     * The answers of all other nodes.
     *
     * @param found the answers of those that know the token
     * @param whole whether every node has answered
     */
    record Answers(List<KeptToken.Shared> found, boolean whole) {}

    /**
     * Begins to listen and answer.
     *
     * @param known returns what is known here about a token, by its key; null for nothing
     * @param changed is called with what changed at any node, including this one
     */
    void serve(Function<String, KeptToken.@Nullable Shared> known, Consumer<KeptToken.Shared> changed) {
        cluster.answer(QUESTION, key -> {
            KeptToken.Shared here = known.apply(new String(key, US_ASCII));
            return CompletableFuture.completedStage(here == null ? UNKNOWN : here.write());
        });
        cluster.onShared(CHANGED, body -> changed.accept(KeptToken.Shared.read(body)));
    }

    /** Tells all nodes that a token was made or revoked. */
    void tell(KeptToken.Shared changed) {
        news.share(CHANGED, changed.write());
    }

    /** Returns whether there are other nodes. */
    boolean isAnybody() {
        return !cluster.isAlone() && cluster.nodes().size() > 1;
    }

    /**
     * Asks the others about a token; never fails.
     *
     * @param madeUp whether a stranger may have made it up
     */
    CompletionStage<Answers> ask(String key, boolean madeUp) {
        if (madeUp && !questions.take(timer.ticks())) {
            return CompletableFuture.completedStage(new Answers(List.of(), false));
        }
        int others = cluster.nodes().size() - 1;
        return cluster.askOthers(QUESTION, key.getBytes(US_ASCII)).thenApply(answers -> read(answers, others));
    }

    private static Answers read(Map<NodeId, byte[]> answers, int others) {
        List<KeptToken.Shared> found = answers.values().stream()
                .filter(answer -> answer.length > 0)
                .map(KeptToken.Shared::read)
                .toList();
        return new Answers(found, answers.size() >= others);
    }
}

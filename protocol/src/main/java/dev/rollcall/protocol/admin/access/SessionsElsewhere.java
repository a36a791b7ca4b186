// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.http.guard.TokenBucket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What other nodes know about sessions and one-time links, by the SHA-256 of their tokens. A node that is presented an
 * unknown token asks the others, so a person who has signed in at one node is signed in at all of them. A sign-out goes
 * through the log, and is repeated until it is there. Strangers can make up tokens, so questions are limited.
 * Thread-safe; nothing waits.
 */
final class SessionsElsewhere {

    private static final String SESSION = "session";
    private static final String LINK = "link";
    private static final String SIGNED_OUT = "signed-out";
    private static final int BURST = 100;
    private static final int PER_SECOND = 20;

    private final Cluster cluster;
    private final Timer timer;
    private final TokenBucket questions = new TokenBucket(BURST, PER_SECOND);
    private final UntilShared news;

    SessionsElsewhere(Cluster cluster, Timer timer) {
        this.cluster = cluster;
        this.timer = timer;
        this.news = new UntilShared(cluster, timer);
    }

    /**
     * The answers of all other nodes.
     *
     * @param found the answers of those that know something
     * @param whole whether every node has answered
     */
    record Answers(List<SharedGrant> found, boolean whole) {}

    /** Sets what answers the same questions from others. Each returns null for what is not known here. */
    void serve(
            Function<String, CompletionStage<@Nullable SharedGrant>> session,
            Function<String, CompletionStage<@Nullable SharedGrant>> link) {
        cluster.answer(SESSION, key -> answer(session, key));
        cluster.answer(LINK, key -> answer(link, key));
    }

    private static CompletionStage<byte[]> answer(
            Function<String, CompletionStage<@Nullable SharedGrant>> find, byte[] key) {
        return find.apply(new String(key, US_ASCII)).thenApply(known -> known == null ? new byte[0] : known.write());
    }

    /** Sets what is called with the key of a session that has ended at any node. */
    void onSignedOut(Consumer<String> action) {
        cluster.onShared(SIGNED_OUT, key -> action.accept(new String(key, US_ASCII)));
    }

    /** Returns whether there are other nodes. */
    boolean isAnybody() {
        return !cluster.isAlone() && cluster.nodes().size() > 1;
    }

    CompletionStage<Answers> session(String key) {
        return ask(SESSION, key);
    }

    /** Uses up a one-time link: knowing its key is enough. */
    CompletionStage<Answers> link(String key) {
        return ask(LINK, key);
    }

    private CompletionStage<Answers> ask(String topic, String key) {
        if (!questions.take(timer.ticks())) {
            return CompletableFuture.completedStage(new Answers(List.of(), false));
        }
        int others = cluster.nodes().size() - 1;
        return cluster.askOthers(topic, key.getBytes(US_ASCII)).thenApply(answers -> read(answers, others));
    }

    private static Answers read(Map<NodeId, byte[]> answers, int others) {
        List<SharedGrant> found = answers.values().stream()
                .filter(answer -> answer.length > 0)
                .map(SharedGrant::read)
                .toList();
        return new Answers(found, answers.size() >= others);
    }

    /** Tells all nodes that a session has ended, repeatedly until it is in the log. */
    void signOut(String key) {
        news.share(SIGNED_OUT, key.getBytes(US_ASCII));
    }
}

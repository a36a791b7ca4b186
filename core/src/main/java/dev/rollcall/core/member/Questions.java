// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.member;

import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.cluster.NodeMessage.Ask;
import dev.rollcall.core.cluster.NodeMessage.Reply;
import dev.rollcall.core.cluster.UnansweredException;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Questions to other nodes, and theirs to this one. A silent node costs its own answer and no other. Thread-safe. */
final class Questions {

    /** The largest number of questions that may wait for an answer; further ones are not asked. */
    static final int MOST = 10_000;

    private final NodeId self;
    private final NodeLink link;
    private final Timer timer;
    private final AtomicLong ids = new AtomicLong();
    private final ConcurrentHashMap<Long, Waiting> waiting = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Function<byte[], CompletionStage<byte[]>>> topics =
            new ConcurrentHashMap<>();

    private record Waiting(NodeId node, CompletableFuture<byte[]> answer, Timer.Cancellable alarm) {}

    Questions(NodeId self, NodeLink link, Timer timer) {
        this.self = self;
        this.link = link;
        this.timer = timer;
    }

    void answer(String topic, Function<byte[], CompletionStage<byte[]>> answer) {
        topics.put(topic, answer);
    }

    CompletionStage<byte[]> ask(NodeId to, String topic, byte[] body, Duration patience) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        if (waiting.size() >= MOST) {
            answer.completeExceptionally(new UnansweredException(to, false));
            return answer;
        }
        long id = ids.incrementAndGet();
        Timer.Cancellable alarm = timer.after(patience, () -> fail(id, false));
        waiting.put(id, new Waiting(to, answer, alarm));
        link.tell(to, new Ask(self, id, topic, body)).whenComplete((sent, failure) -> {
            if (failure != null) {
                fail(id, false);
            }
        });
        return answer;
    }

    CompletionStage<Map<NodeId, byte[]>> askEach(Collection<NodeId> nodes, String topic, byte[] body) {
        Map<NodeId, byte[]> answers = new ConcurrentHashMap<>();
        CompletableFuture<?>[] all = nodes.stream()
                .map(node -> ask(node, topic, body, Cluster.PATIENCE)
                        .handle((answer, failure) -> failure == null ? answers.put(node, answer) : null)
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(all).thenApply(done -> Map.copyOf(answers));
    }

    /** Answers a question of another node. */
    void asked(Ask ask) {
        Function<byte[], CompletionStage<byte[]>> topic = topics.get(ask.topic());
        if (topic == null) {
            reply(ask, null);
            return;
        }
        try {
            topic.apply(ask.body()).whenComplete((answer, failure) -> reply(ask, failure == null ? answer : null));
        } catch (RuntimeException e) {
            reply(ask, null);
        }
    }

    private void reply(Ask ask, byte @Nullable [] body) {
        link.tell(ask.from(), new Reply(self, ask.id(), body));
    }

    /**
     * Takes in the answer to a question of this node. Answers to questions not asked, or answered before, are ignored.
     */
    void replied(Reply reply) {
        Waiting asked = waiting.get(reply.id());
        if (asked == null || !asked.node().equals(reply.from()) || !waiting.remove(reply.id(), asked)) {
            return;
        }
        asked.alarm().cancel();
        byte[] body = reply.body();
        if (body == null) {
            asked.answer().completeExceptionally(new UnansweredException(reply.from(), false));
        } else {
            asked.answer().complete(body);
        }
    }

    /** A node is no longer there: nobody waits for it any more. */
    void gone(NodeId node) {
        waiting.forEach((id, asked) -> {
            if (asked.node().equals(node)) {
                fail(id, true);
            }
        });
    }

    private void fail(long id, boolean gone) {
        Waiting asked = waiting.remove(id);
        if (asked != null) {
            asked.alarm().cancel();
            asked.answer().completeExceptionally(new UnansweredException(asked.node(), gone));
        }
    }
}

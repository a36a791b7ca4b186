// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.member;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rollcall.core.backplane.Backplane;
import dev.rollcall.core.backplane.LogNumber;
import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.cluster.ClusterActor;
import dev.rollcall.core.cluster.Coverage;
import dev.rollcall.core.cluster.LogEntry;
import dev.rollcall.core.cluster.NodeCard;
import dev.rollcall.core.cluster.NodeCodec;
import dev.rollcall.core.cluster.NodeInfo;
import dev.rollcall.core.cluster.NodeMessage;
import dev.rollcall.core.cluster.NodeMessage.Done;
import dev.rollcall.core.cluster.NodeMessage.Progress;
import dev.rollcall.core.cluster.NodeMessage.Settled;
import dev.rollcall.core.cluster.UnansweredException;
import dev.rollcall.core.command.Command;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.HubObserver;
import dev.rollcall.core.counts.Counts;
import dev.rollcall.core.counts.Sample;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that share a backplane. Each holds a lease and renews it; once a node's lease has run out, what it said no
 * longer counts. Counts travel only while somebody looks, and then only changes; see {@link PicturePublisher}.
 * Thread-safe.
 */
public final class BackplaneCluster implements Cluster {

    /** How long a node is kept informed after somebody has looked there. */
    static final Duration WATCH = Duration.ofSeconds(15);

    private static final long LEAVE_MILLIS = 500;
    private static final String COUNT = "count";

    /** Drops tasks over the bound, as if messages were lost on the way; what is needed is asked for again. */
    private record Dropping(Executor thread) implements Executor {
        @Override
        public void execute(Runnable task) {
            try {
                thread.execute(task);
            } catch (RejectedExecutionException e) {
                // Closed, or too much has come at once.
            }
        }
    }

    private final NodeId self;
    private final Backplane backplane;
    private final NodeCodec codec;
    private final Executor thread;
    private final NodeLink link;
    private final Members members;
    private final PicturePublisher publisher;
    private final Questions questions;
    private final Looking looking;
    private final OwnCard card;
    private final LeaseRenewal lease;
    private final Incoming incoming;
    private volatile ClusterActor actor = ClusterActor.NOBODY;

    /**
     * A node of a cluster.
     *
     * @param own the counts of this node
     * @param oldest reads which of its connections have been there longest
     * @param codec the form in which nodes write to each other
     * @param thread runs tasks one after the other, in order; it may refuse some
     */
    public BackplaneCluster(
            NodeId self,
            Counts own,
            Supplier<Sample> oldest,
            Backplane backplane,
            NodeCodec codec,
            Timer timer,
            Executor thread) {
        this.self = self;
        this.backplane = backplane;
        this.codec = codec;
        this.thread = new Dropping(thread);
        link = new NodeLink(backplane, codec);
        questions = new Questions(self, link, timer);
        questions.answer(COUNT, this::count);
        LogNumber number = new LogNumber();
        members = new Members(self, own, timer, questions::gone, number);
        publisher = new PicturePublisher(self, own, oldest, link, timer, this.thread, members::moving);
        looking = new Looking(self, backplane, link, members, timer, this.thread);
        card = new OwnCard(self, own, timer, publisher, looking, () -> actor);
        lease = new LeaseRenewal(
                backplane, codec, timer, this.thread, card, members, publisher, looking, () -> actor, number);
        Dispatch dispatch = new Dispatch(self, members, publisher, questions, looking, lease, timer, () -> actor);
        incoming = new Incoming(dispatch, codec, thread);
    }

    /** Returns the observer that must be told of every change on this node, so that others hear of it. */
    public HubObserver observer() {
        return publisher;
    }

    @Override
    public NodeId self() {
        return self;
    }

    @Override
    public boolean isAlone() {
        return false;
    }

    @Override
    public List<NodeCard> nodes() {
        return members.cards(card.now());
    }

    @Override
    public boolean isThere(NodeId node) {
        return node.equals(self) || members.isThere(node);
    }

    @Override
    public NodeId choose(String text, @Nullable NodeId preferred) {
        return members.choose(text, preferred, card.isLeaving());
    }

    @Override
    public Coverage coverage() {
        return members.coverage();
    }

    @Override
    public Counts counts() {
        return members.counts();
    }

    @Override
    public List<Sample> oldestElsewhere() {
        return members.oldest();
    }

    @Override
    public CompletionStage<@Nullable Void> look() {
        return looking.look();
    }

    @Override
    public void onChange(Runnable action) {
        members.onChange(action);
    }

    @Override
    public void watchedWhile(BooleanSupplier somebodyLooks) {
        looking.watchedWhile(somebodyLooks);
    }

    @Override
    public void describe(NodeInfo described) {
        card.describe(described);
        thread.execute(lease::renew);
    }

    @Override
    public void leaving() {
        card.leaving();
        publisher.moving().leaving();
        thread.execute(lease::renew);
    }

    @Override
    public void arrived(NodeId from, Connection connection) {
        publisher.moving().arrived(from, connection);
    }

    @Override
    public CompletionStage<byte[]> ask(NodeId to, String topic, byte[] body, Duration patience) {
        return members.isThere(to)
                ? questions.ask(to, topic, body, patience)
                : CompletableFuture.failedStage(new UnansweredException(to, members.isReachable()));
    }

    @Override
    public CompletionStage<Map<NodeId, byte[]>> askOthers(String topic, byte[] body) {
        return questions.askEach(members.ids(), topic, body);
    }

    @Override
    public void answer(String topic, Function<byte[], CompletionStage<byte[]>> answer) {
        questions.answer(topic, answer);
    }

    @Override
    public CompletionStage<Long> append(LogEntry entry) {
        return backplane.append(codec.write(entry), lease.floor());
    }

    @Override
    public void onShared(String topic, Consumer<byte[]> action) {
        incoming.onShared(topic, action);
    }

    @Override
    public void onConnected(Runnable action) {
        incoming.onConnected(action);
    }

    @Override
    public void onJoined(Consumer<NodeId> action) {
        thread.execute(() -> members.onJoined(action));
    }

    @Override
    public void act(ClusterActor acts) {
        actor = acts;
    }

    @Override
    public void done(NodeId giver, Done done) {
        if (giver.equals(self)) {
            thread.execute(() -> actor.done(done));
        } else {
            link.tell(giver, done);
        }
    }

    @Override
    public void progress(Progress progress) {
        link.tellAll(progress);
    }

    @Override
    public void settled(Settled settled) {
        link.tellAll(settled);
    }

    @Override
    public CompletionStage<Map<NodeId, Integer>> countElsewhere(Command command) {
        byte[] question = codec.write(new LogEntry.Given(self, command, false));
        return askOthers(COUNT, question).thenApply(answers -> {
            Map<NodeId, Integer> counts = new HashMap<>();
            answers.forEach((node, answer) -> counts.put(node, Integer.parseInt(new String(answer, US_ASCII))));
            return counts;
        });
    }

    private CompletionStage<byte[]> count(byte[] question) {
        if (codec.readEntry(question) instanceof LogEntry.Given given) {
            return actor.count(given.command())
                    .thenApply(count -> Integer.toString(count).getBytes(US_ASCII));
        }
        throw new IllegalArgumentException("count: not a command");
    }

    @Override
    public void start() {
        backplane.start(self, incoming);
        thread.execute(lease::renew);
    }

    @Override
    public void close() {
        lease.close();
        publisher.moving().tellSentAway();
        link.tellAll(new NodeMessage.Left(self));
        try {
            backplane.leave().toCompletableFuture().get(LEAVE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            // The lease runs out by itself.
        }
        backplane.close();
    }
}

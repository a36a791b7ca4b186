// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.forward;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.Internals;
import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.cluster.UnansweredException;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.connection.Lookup;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.http.guard.TokenBucket;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Passes what a tab sends on to the node that holds the tab, when a load balancer has brought it to another. The owner
 * receives what the tab presents and verifies it: nobody else can. Thread-safe.
 */
public final class Forwarding {

    /** The path of a call that no tab sends: the tab named in the body has come to another node. */
    public static final String REPLACED = "/replaced";

    /** The path of a call that no tab sends: whether a tab is there and may ask for stats now, and how it is held. */
    public static final String MAY_SUBSCRIBE = "/may-subscribe";

    /** The path of a call that no tab sends: another node has decided whether a tab may see stats. */
    public static final String SUBSCRIBED = "/subscribed";

    /**
     * The path of a call that no tab sends: a polling tab is to get a lease, because what it presents belongs to none.
     */
    public static final String OPEN = "/open";

    private static final String TOPIC = "tab";

    /** How many calls may be under way: strangers can make up ids of other nodes. */
    private static final int MOST_UNDER_WAY = 1_000;

    private final Cluster cluster;
    private final Hub hub;
    /**
     * How many tabs with unknown ids are looked for at once, and a second: after a node was killed, all its tabs have
     * such ids.
     */
    private static final int STRAYS = 100;

    private final Timer timer;
    private final TokenBucket strays = new TokenBucket(STRAYS, STRAYS);
    private final AtomicInteger underWay = new AtomicInteger();

    /** Passes on what is for the other nodes of a cluster. */
    public Forwarding(Internals core) {
        this.cluster = core.cluster();
        this.hub = core.hub();
        this.timer = core.timer();
    }

    /**
     * Sets what answers for the tabs of this node.
     *
     * @param here answers at once, on the cluster's thread
     */
    public void serve(Function<ForwardedCall, Response> here) {
        cluster.answer(
                TOPIC,
                body -> CompletableFuture.completedStage(ForwardedCall.write(here.apply(ForwardedCall.read(body)))));
    }

    /**
     * Returns the other node that holds a tab, by what the tab presents; null when that node is not known to be there,
     * and when the tab is this node's, or nobody's.
     */
    public @Nullable NodeId owner(@Nullable String presented) {
        if (presented == null || cluster.isAlone()) {
            return null;
        }
        return hub.lookUp(id(presented)) instanceof Lookup.Elsewhere elsewhere && cluster.isThere(elsewhere.owner())
                ? elsewhere.owner()
                : null;
    }

    /**
     * Returns the other node that opens a lease for what a tab presents: the one that held the tab, or else one that all nodes
     * choose alike, so that a tab that presents the same once more gets the same lease, whichever node it asks. Null when that is
     * this node.
     *
     * @param presented what it presents, without the number of an answer
     */
    public @Nullable NodeId opener(@Nullable String presented) {
        if (presented == null || cluster.isAlone()) {
            return null;
        }
        Lookup known = hub.lookUp(id(presented));
        NodeId before = known instanceof Lookup.Elsewhere elsewhere
                ? elsewhere.owner()
                : known instanceof Lookup.Unknown ? null : cluster.self();
        NodeId chosen = cluster.choose(presented, before);
        return chosen.equals(cluster.self()) ? null : chosen;
    }

    /** Returns the public id of a connection in what a tab presents for it; empty when there is none. */
    public static String id(String presented) {
        return presented.substring(0, Math.max(0, presented.indexOf('.')));
    }

    /** Returns whether there may be other nodes at all. */
    public boolean isNeeded() {
        return !cluster.isAlone();
    }

    /**
     * Tells the node that held a tab that it has a connection here now. When no node is known to have held it, tells
     * the one that would have opened a lease for it, for at most {@value #STRAYS} tabs a second, because such a lease
     * runs out by itself.
     *
     * @param presented what the tab presents, without the number of an answer
     */
    public void replaced(@Nullable String presented) {
        NodeId owner = owner(presented);
        NodeId told = owner == null ? opener(presented) : owner;
        if (presented != null && told != null && (owner != null || strays.take(timer.ticks()))) {
            pass(told, new ForwardedCall(REPLACED, "", "", presented.getBytes(UTF_8)));
        }
    }

    /**
     * Passes a call on.
     *
     * @return the owner's answer, or 503 with the advice to try again; never fails
     */
    public CompletionStage<Response> pass(NodeId owner, ForwardedCall call) {
        if (underWay.incrementAndGet() > MOST_UNDER_WAY) {
            underWay.decrementAndGet();
            return CompletableFuture.completedStage(tryAgain());
        }
        return cluster.ask(owner, TOPIC, call.write()).handle((answer, failure) -> {
            underWay.decrementAndGet();
            return failure == null ? ForwardedCall.readResponse(answer) : failed(failure);
        });
    }

    /** If the owner has gone meanwhile, its tabs have gone too. */
    private static Response failed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof UnansweredException unanswered && unanswered.isGone()
                ? Responses.error(404, "connectionId: its server is gone (expected: connect again)")
                : tryAgain();
    }

    private static Response tryAgain() {
        return Responses.later(503, "the server that holds this tab does not answer", 1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.Internals;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.protocol.http.Query;
import dev.rollcall.protocol.http.address.ClientAddress;
import dev.rollcall.protocol.http.address.IpLabeler;
import dev.rollcall.protocol.http.guard.RequestOrigin;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.tab.forward.ForwardedAdmission;
import dev.rollcall.protocol.tab.forward.ForwardedCall;
import dev.rollcall.protocol.tab.forward.ForwardedDecision;
import dev.rollcall.protocol.tab.forward.Forwarding;
import dev.rollcall.protocol.tab.input.Goodbye;
import dev.rollcall.protocol.tab.input.Successors;
import dev.rollcall.protocol.wire.HeldTab;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import dev.rollcall.protocol.wire.Verdict;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The endpoints for tabs. Thread-safe. */
public final class TabApi implements AutoCloseable {

    private static final Set<String> OPENING = Set.of("/ws", "/sse", "/poll");

    private final Internals core;
    private final ClientAddress clientAddress;
    private final Places places;
    private final Drain drain;
    private final Tabs tabs;
    private final TabOpener opener;
    private final TabPosts posts;
    private final Forwarding forwarding;
    private final Map<String, Function<Request, Verdict>> posted; // by path; made once, not for each request

    /**
     * Serves tabs; the beat of held connections starts at once.
     *
     * @param ipLabeler decides what is kept of addresses
     * @param administrators whether a request comes from someone who may see stats: asked only when an observer would not
     *     get in otherwise
     */
    public TabApi(
            Internals core,
            ProtocolOptions options,
            IpLabeler ipLabeler,
            BiPredicate<Request, RequestOrigin> administrators) {
        this.core = core;
        RandomGenerator random = new Random();
        clientAddress = options.clientAddress();
        places = new Places(options, core.timer(), random);
        drain = new Drain(core, places, random);
        tabs = new Tabs(core, options, random);
        forwarding = new Forwarding(core);
        opener = new TabOpener(core, tabs, options, places, drain, ipLabeler, administrators, forwarding);
        posts = new TabPosts(core, tabs, clientAddress, forwarding);
        posted = Map.of(
                "/leave", orOwner("/leave", posts::leave),
                "/route", orOwner("/route", posts::route),
                "/ack", orOwner("/ack", posts::ack),
                "/subscribe-stats", this::subscribe,
                "/unsubscribe-stats", orOwner("/unsubscribe-stats", posts::unsubscribe));
        forwarding.serve(this::here);
    }

    /**
     * Decides what to do with a request.
     *
     * @param path the path below the base path, beginning with a slash
     * @param upgrade whether the request asks for a WebSocket
     * @return null when the path is not one of the tabs'
     */
    public @Nullable Verdict decide(Request request, String path, RequestOrigin origin, boolean upgrade) {
        Function<Request, Verdict> post = posted.get(path);
        if (post == null && !OPENING.contains(path)) {
            return null;
        }
        if (path.equals("/ws") && !upgrade) {
            return upgradeRequired();
        }
        Verdict refusal = refusal(request, post == null ? "GET" : "POST", origin);
        if (refusal != null) {
            return refusal;
        }
        Request allowed = origin.ofTab(request);
        return post == null ? open(allowed, path, origin) : post.apply(allowed);
    }

    /** Whether one more tab would be let in, as far as the total number goes. */
    public boolean hasRoom() {
        return places.hasRoom();
    }

    /** Whether tabs are let in at all; false once {@link #drain} has begun. */
    public boolean isOpen() {
        return !places.isClosed();
    }

    /** See {@link dev.rollcall.protocol.wire.Contract#drain}. */
    public CompletionStage<@Nullable Void> drain(Duration grace) {
        return drain.start(grace);
    }

    /** Ends the beat. Does not end connections: {@link #drain} does. */
    @Override
    public void close() {
        tabs.stop();
    }

    private Verdict open(Request request, String path, RequestOrigin origin) {
        return switch (path) {
            case "/ws" -> opener.webSocket(request, origin);
            case "/sse" -> opener.sse(request, origin);
            default -> poll(request, origin);
        };
    }

    /**
     * A poll of a tab that another node holds is answered by that node; if that node knows no such lease, one is
     * opened.
     */
    private Verdict poll(Request request, RequestOrigin origin) {
        String resume = forwarding.isNeeded() ? Query.parse(request.query()).first("resume") : null;
        NodeId owner = forwarding.owner(resume);
        if (owner == null) {
            return opener.poll(request, origin);
        }
        CompletionStage<Response> answer = forwarding.pass(owner, ForwardedCall.of(request, "/poll"));
        return new Verdict.Later(answer.thenCompose(there -> {
            if (there.status() != 404) {
                return CompletableFuture.completedStage(there);
            }
            String presented = Successors.key(resume);
            if (!owner.equals(forwarding.opener(presented))) {
                forwarding.replaced(presented); // the same tab with another build, say, and its node is leaving
            }
            Verdict opening = opener.poll(request, origin);
            return opening instanceof Verdict.Later later
                    ? later.response()
                    : CompletableFuture.completedStage(response(opening));
        }));
    }

    /** Passes what a tab posts on to the node that holds the tab, if that is another one. */
    private Function<Request, Verdict> orOwner(String path, Function<Request, Verdict> here) {
        return request -> {
            NodeId owner = owner(request);
            return owner == null
                    ? here.apply(request)
                    : new Verdict.Later(forwarding.pass(owner, ForwardedCall.of(request, path)));
        };
    }

    private Verdict subscribe(Request request) {
        NodeId owner = owner(request);
        return owner == null ? posts.subscribe(request) : new Verdict.Later(posts.subscribe(request, owner));
    }

    /** Returns the other node that holds the tab that posted something; null when there is none. */
    private @Nullable NodeId owner(Request request) {
        boolean small = request.body().length <= HeldTab.MAX_MESSAGE_BYTES;
        return forwarding.isNeeded() && small ? forwarding.owner(Goodbye.presented(request)) : null;
    }

    /** Answers, for a tab of this node, a request that another node passes on. */
    private Response here(ForwardedCall call) {
        Request request = call.request();
        return switch (call.path()) {
            case "/poll" -> {
                Response renewed = opener.renew(request);
                yield renewed == null ? Responses.error(404, "no such lease") : renewed;
            }
            case Forwarding.OPEN -> opener.openFor(call.query(), ForwardedAdmission.read(call.body()));
            case "/leave" -> response(posts.leave(request));
            case "/route" -> response(posts.route(request));
            case "/ack" -> response(posts.ack(request));
            case "/unsubscribe-stats" -> response(posts.unsubscribe(request));
            case Forwarding.MAY_SUBSCRIBE -> posts.maySubscribe(request, new String(call.body(), UTF_8));
            case Forwarding.SUBSCRIBED ->
                posts.subscribed(
                        ForwardedDecision.read(call.body(), core.timer().millis()));
            case Forwarding.REPLACED -> replaced(new String(call.body(), UTF_8));
            default -> Responses.error(404, "not found");
        };
    }

    private Response replaced(String presented) {
        Connection former = tabs.former(presented);
        if (former != null) {
            tabs.replace(former);
        }
        return Responses.ok();
    }

    /** Here it cannot be known whether the client has left: a lease opened for nobody runs out. */
    private static Response response(Verdict verdict) {
        if (verdict instanceof Verdict.Lease lease) {
            return lease.answering().answer();
        }
        return verdict instanceof Verdict.Answer answer ? answer.response() : Responses.error(500, "internal error");
    }

    /** Returns the answer to a request that goes no further, because of its method or its origin; null for any other. */
    private @Nullable Verdict refusal(Request request, String method, RequestOrigin origin) {
        if (!request.method().equals(method)) {
            return origin.preflightOr(request, method);
        }
        if (!origin.isAllowed()) {
            core.refusals().note(Refusal.ORIGIN, clientAddress.of(request).getHostAddress());
            return new Verdict.Answer(Responses.originNotAllowed());
        }
        return null;
    }

    private static Verdict upgradeRequired() {
        return new Verdict.Answer(
                Responses.with(Responses.error(426, "expected: a WebSocket upgrade"), "Upgrade", "websocket"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import dev.rollcall.core.Internals;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.protocol.http.address.ClientAddress;
import dev.rollcall.protocol.http.address.IpLabeler;
import dev.rollcall.protocol.http.guard.RequestOrigin;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Responses;
import dev.rollcall.protocol.wire.Verdict;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The endpoints for tabs. Thread-safe. */
public final class TabApi implements AutoCloseable {

    private final Internals core;
    private final ClientAddress clientAddress;
    private final Places places;
    private final Drain drain;
    private final Tabs tabs;
    private final TabOpener opener;
    private final TabPosts posts;

    /**
     * Serves tabs; the beat of held connections starts at once.
     *
     * @param ipLabeler decides what is kept of addresses
     * @param administrators whether a request comes from somebody who may see stats: asked only when an observer would not
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
        opener = new TabOpener(core, tabs, options, places, drain, ipLabeler, administrators);
        posts = new TabPosts(core, tabs, clientAddress);
    }

    /**
     * Decides what becomes of a request.
     *
     * @param path the path below the base path, beginning with a slash
     * @param upgrade whether the request asks for a WebSocket
     * @return null when the path is not one of the tabs'
     */
    public @Nullable Verdict decide(Request request, String path, RequestOrigin origin, boolean upgrade) {
        return switch (path) {
            case "/ws" -> upgrade ? open(request, origin, opener::webSocket) : upgradeRequired();
            case "/sse" -> open(request, origin, opener::sse);
            case "/poll" -> open(request, origin, opener::poll);
            case "/leave" -> post(request, origin, posts::leave);
            case "/route" -> post(request, origin, posts::route);
            case "/subscribe-stats" -> post(request, origin, posts::subscribe);
            case "/unsubscribe-stats" -> post(request, origin, posts::unsubscribe);
            default -> null;
        };
    }

    /** Whether one more tab would be let in, as far as the total number goes. */
    public boolean hasRoom() {
        return places.hasRoom();
    }

    /** Whether tabs are let in at all; false from the start of {@link #drain} on. */
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

    private Verdict open(Request request, RequestOrigin origin, BiFunction<Request, RequestOrigin, Verdict> open) {
        return method(request, "GET", origin, allowed -> open.apply(allowed, origin));
    }

    private Verdict post(Request request, RequestOrigin origin, Function<Request, Verdict> act) {
        return method(request, "POST", origin, act);
    }

    private Verdict method(Request request, String method, RequestOrigin origin, Function<Request, Verdict> act) {
        if (!request.method().equals(method)) {
            return origin.preflightOr(request, method);
        }
        if (!origin.isAllowed()) {
            core.refusals().note(Refusal.ORIGIN, clientAddress.of(request).getHostAddress());
            return new Verdict.Answer(Responses.originNotAllowed());
        }
        return act.apply(origin.ofTab(request));
    }

    private static Verdict upgradeRequired() {
        return new Verdict.Answer(
                Responses.with(Responses.error(426, "expected: a WebSocket upgrade"), "Upgrade", "websocket"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol;

import dev.rollcall.core.Rollcall;
import dev.rollcall.protocol.admin.AdminApi;
import dev.rollcall.protocol.http.address.ClientAddress;
import dev.rollcall.protocol.http.guard.CrossOrigin;
import dev.rollcall.protocol.http.guard.OriginPolicy;
import dev.rollcall.protocol.tab.Drain;
import dev.rollcall.protocol.tab.Places;
import dev.rollcall.protocol.tab.TabOpener;
import dev.rollcall.protocol.tab.TabPosts;
import dev.rollcall.protocol.tab.Tabs;
import dev.rollcall.protocol.tab.limit.PollPace;
import dev.rollcall.protocol.wire.Contract;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import dev.rollcall.protocol.wire.Verdict;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wire contract over one {@link Rollcall}. A host hands in every request and carries out the {@link Verdict}; all
 * rules are behind this class, so that every host obeys the same. Thread-safe.
 */
public final class Protocol implements Contract, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Protocol.class);

    private final Rollcall rollcall;
    private final ProtocolOptions options;
    private final ContractPaths paths;
    private final CrossOrigin crossOrigin;
    private final Places admissions;
    private final Drain departures;
    private final Tabs sessions;
    private final TabOpener opener;
    private final TabPosts posts;
    private final AdminApi people;

    /**
     * Serves a rollcall.
     *
     * @throws IllegalArgumentException when an option does not fit, naming it
     */
    public Protocol(Rollcall rollcall, ProtocolOptions options) {
        this.rollcall = rollcall;
        this.options = options;
        paths = options.paths();
        Random random = new Random();
        ClientAddress clientAddress = new ClientAddress(options.trustedProxies());
        OriginPolicy origins = OriginPolicy.of(options.allowedOrigins(), options.trustedProxies());
        crossOrigin = new CrossOrigin(origins, rollcall.telemetry());
        admissions = new Places(options.capacity(), rollcall.timer(), random);
        PollPace pace = new PollPace(options.pollInterval(), options.pollsPerSecond(), random);
        sessions = new Tabs(rollcall, options.sessionLimits(), pace);
        departures = new Drain(rollcall, admissions, random);
        opener = new TabOpener(rollcall, sessions, options, admissions, departures);
        posts = new TabPosts(rollcall, sessions, clientAddress);
        people = new AdminApi(rollcall, options, admissions, origins, crossOrigin, clientAddress);
    }

    @Override
    public Verdict decide(Request request) {
        try {
            return crossOrigin.readable(request, route(request));
        } catch (RuntimeException e) {
            LOG.error(
                    "A request could not be decided; it was answered 500. Please report this. request={}", request, e);
            return answer(Responses.error(500, "internal error"));
        }
    }

    private Verdict route(Request request) {
        String path = paths.relative(request.path());
        if (path == null) {
            return answer(elsewhere(request));
        }
        boolean upgrade = isWebSocketUpgrade(request);
        if (upgrade && !path.equals("/ws")) {
            return answer(Responses.error(404, "no WebSocket here (expected: " + options.basePath() + "/ws)"));
        }
        return switch (path) {
            case "/ws" -> upgrade ? tab(request, opener::webSocket) : answer(upgradeRequired());
            case "/sse" -> tab(request, opener::sse);
            case "/poll" -> tab(request, opener::poll);
            case "/route" -> post(request, posts::route);
            case "/subscribe-stats" -> post(request, posts::subscribe);
            case "/unsubscribe-stats" -> post(request, posts::unsubscribe);
            default -> people.decide(request, path);
        };
    }

    private Response elsewhere(Request request) {
        Response page = options.pages() == null ? null : options.pages().apply(request);
        return page == null
                ? Responses.error(404, "not found (expected: a path under " + options.basePath() + ")")
                : page;
    }

    private Verdict tab(Request request, Function<Request, Verdict> open) {
        if (!request.method().equals("GET")) {
            return crossOrigin.preflightOr(request, "GET");
        }
        if (!crossOrigin.allows(request)) {
            return crossOrigin.forbidden();
        }
        return open.apply(request);
    }

    private Verdict post(Request request, Function<Request, Response> act) {
        if (!request.method().equals("POST")) {
            return crossOrigin.preflightOr(request, "POST");
        }
        return crossOrigin.allows(request) ? answer(act.apply(request)) : crossOrigin.forbidden();
    }

    private Response upgradeRequired() {
        return Responses.with(Responses.error(426, "expected: a WebSocket upgrade"), "Upgrade", "websocket");
    }

    private static boolean isWebSocketUpgrade(Request request) {
        for (String value : request.headers().all("upgrade")) {
            if (value.toLowerCase(Locale.ROOT).contains("websocket")) {
                return true;
            }
        }
        return false;
    }

    private static Verdict answer(Response response) {
        return new Verdict.Answer(response);
    }

    @Override
    public CompletionStage<@Nullable Void> drain(Duration grace) {
        return departures.drain(grace);
    }

    @Override
    public void rejected(String reason) {
        rollcall.telemetry().rejected(reason);
    }

    /**
     * Makes a link that signs one person in to the dashboard, once, within the next hour, with everything allowed.
     *
     * @return the path with the token in its fragment, which browsers do not send: {@code /__skew/dashboard/#link=...}
     */
    public String signInLink() {
        return options.basePath() + "/dashboard/#link=" + people.signInLink();
    }

    /** Whether tabs are let in; false from the start of {@link #drain} on. For readiness checks. */
    public boolean isOpen() {
        return !admissions.isClosed();
    }

    /** Stops beating and answering. Does not end connections: {@link #drain} does. */
    @Override
    public void close() {
        sessions.stop();
        people.close();
    }
}

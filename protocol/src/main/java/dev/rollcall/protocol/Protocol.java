// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol;

import dev.rollcall.core.Rollcall;
import dev.rollcall.protocol.auth.FailureThrottle;
import dev.rollcall.protocol.http.Request;
import dev.rollcall.protocol.http.Response;
import dev.rollcall.protocol.http.address.ClientAddress;
import dev.rollcall.protocol.http.guard.OriginPolicy;
import dev.rollcall.protocol.session.PollPace;
import dev.rollcall.protocol.session.Sessions;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wire contract over one {@link Rollcall}. A host hands in every request and carries out the {@link Verdict}; all
 * rules are behind this class, so that every host obeys the same. Thread-safe.
 */
public final class Protocol implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Protocol.class);
    private static final int ADMIN_THREADS = 2;
    private static final int ADMIN_WAITING = 100;

    private final Rollcall rollcall;
    private final ProtocolOptions options;
    private final ClientAddress clientAddress;
    private final OriginPolicy origins;
    private final Admissions admissions;
    private final Departures departures;
    private final Sessions sessions;
    private final TabOpener opener;
    private final TabPosts posts;
    private final AdminEndpoints admin;
    private final ThreadPoolExecutor adminThreads;

    /**
     * Serves a rollcall.
     *
     * @throws IllegalArgumentException when an option does not fit, naming it
     */
    public Protocol(Rollcall rollcall, ProtocolOptions options) {
        this.rollcall = rollcall;
        this.options = options;
        Random random = new Random();
        clientAddress = new ClientAddress(options.trustedProxies());
        origins = OriginPolicy.of(options.allowedOrigins(), options.trustedProxies());
        admissions = new Admissions(options.capacity(), rollcall.timer(), random);
        PollPace pace = new PollPace(options.pollInterval(), options.pollsPerSecond(), random);
        sessions = new Sessions(rollcall, options.sessionLimits(), pace);
        departures = new Departures(rollcall, admissions, random);
        opener = new TabOpener(rollcall, sessions, options, admissions, departures);
        posts = new TabPosts(rollcall, sessions, clientAddress);
        AdminGate gate = new AdminGate(options.secrets(), new FailureThrottle(rollcall.timer()), rollcall.telemetry());
        admin = new AdminEndpoints(rollcall, gate, options.metrics(), options.metricsPublic());
        adminThreads = new ThreadPoolExecutor(
                ADMIN_THREADS,
                ADMIN_THREADS,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(ADMIN_WAITING),
                Protocol::daemon);
        adminThreads.allowCoreThreadTimeOut(true);
    }

    /**
     * Decides what becomes of a request. Does not block, does not throw; to be called on an event loop.
     *
     * @param request a whole request, body included; a body over 16 KiB the host answers with 413 itself
     */
    public Verdict decide(Request request) {
        try {
            return withCors(request, route(request));
        } catch (RuntimeException e) {
            LOG.error(
                    "A request could not be decided; it was answered 500. Please report this. request={}", request, e);
            return answer(Answers.error(500, "internal error"));
        }
    }

    private Verdict route(Request request) {
        String path = relative(request.path());
        if (path == null) {
            return answer(Answers.error(404, "not found (expected: a path under " + options.basePath() + ")"));
        }
        boolean upgrade = isWebSocketUpgrade(request);
        if (upgrade && !path.equals("/ws")) {
            return answer(Answers.error(404, "no WebSocket here (expected: " + options.basePath() + "/ws)"));
        }
        return switch (path) {
            case "/ws" -> upgrade ? tab(request, opener::webSocket) : answer(upgradeRequired());
            case "/sse" -> tab(request, opener::sse);
            case "/poll" -> tab(request, opener::poll);
            case "/route" -> post(request, posts::route);
            case "/subscribe-stats" -> post(request, posts::subscribe);
            case "/unsubscribe-stats" -> post(request, posts::unsubscribe);
            default -> people(request, path);
        };
    }

    private Verdict people(Request request, String path) {
        return switch (path) {
            case "/health" -> health(request, true);
            case "/health/ready" -> health(request, admissions.hasRoom());
            case "/metrics" -> get(request, admin::metrics);
            case "/admin/stats" -> get(request, admin::stats);
            case "/admin/connections" -> get(request, admin::connections);
            case "/admin/invalidate-route" -> invalidateRoute(request);
            default -> answer(Answers.error(404, "not found"));
        };
    }

    /** The path below the base; null when it is not one of ours. */
    private @Nullable String relative(String path) {
        String base = options.basePath();
        if (path.startsWith(base) && path.length() > base.length() && path.charAt(base.length()) == '/') {
            return path.substring(base.length());
        }
        boolean alias = path.equals("/api/admin/stats") || path.equals("/api/admin/invalidate-route");
        return alias && options.adminAliases() ? path.substring("/api".length()) : null;
    }

    private Verdict tab(Request request, Function<Request, Verdict> open) {
        if (!request.method().equals("GET")) {
            return preflightOr(request, "GET");
        }
        if (!origins.allows(request)) {
            return forbidden();
        }
        return open.apply(request);
    }

    private Verdict post(Request request, Function<Request, Response> act) {
        if (!request.method().equals("POST")) {
            return preflightOr(request, "POST");
        }
        return origins.allows(request) ? answer(act.apply(request)) : forbidden();
    }

    private Verdict get(Request request, BiFunction<Request, InetAddress, Response> act) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return preflightOr(request, "GET, HEAD");
        }
        return later(request, act);
    }

    /** Answered at once, on the event loop, so that a busy server is not taken for a dead one. */
    private Verdict health(Request request, boolean ok) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        return reads ? answer(admin.health(ok)) : preflightOr(request, "GET, HEAD");
    }

    private Verdict invalidateRoute(Request request) {
        if (!request.method().equals("POST")) {
            return preflightOr(request, "POST");
        }
        return origins.allows(request) ? later(request, admin::invalidateRoute) : forbidden();
    }

    /** Off the event loop, because it may look at every connection. */
    private Verdict later(Request request, BiFunction<Request, InetAddress, Response> act) {
        CompletableFuture<Response> response = new CompletableFuture<>();
        InetAddress client = clientAddress.of(request);
        try {
            adminThreads.execute(() -> response.complete(guarded(request, client, act)));
        } catch (RejectedExecutionException e) {
            rollcall.telemetry().rejected("busy");
            return answer(Answers.later(503, "too many admin requests at once", 1));
        }
        return new Verdict.Later(response);
    }

    private static Response guarded(
            Request request, InetAddress client, BiFunction<Request, InetAddress, Response> act) {
        try {
            return act.apply(request, client);
        } catch (RuntimeException e) {
            LOG.error("An admin request failed; it was answered 500. Please report this. request={}", request, e);
            return Answers.error(500, "internal error");
        }
    }

    private Verdict preflightOr(Request request, String allowed) {
        String origin = origins.corsOrigin(request);
        if (request.method().equals("OPTIONS") && origin != null) {
            Response preflight = Answers.with(Answers.empty(204), "Access-Control-Allow-Methods", allowed);
            preflight = Answers.with(preflight, "Access-Control-Allow-Headers", "Content-Type, Authorization");
            return answer(Answers.with(preflight, "Access-Control-Max-Age", "600"));
        }
        return answer(Answers.methodNotAllowed(allowed));
    }

    private Verdict forbidden() {
        rollcall.telemetry().rejected("origin");
        return answer(Answers.error(403, "origin not allowed (expected: the same host, or one in allowed-origins)"));
    }

    private Response upgradeRequired() {
        return Answers.with(Answers.error(426, "expected: a WebSocket upgrade"), "Upgrade", "websocket");
    }

    /** Lets pages of allowed origins read the answer. */
    private Verdict withCors(Request request, Verdict verdict) {
        String origin = origins.corsOrigin(request);
        if (origin == null) {
            return verdict;
        }
        if (verdict instanceof Verdict.Answer answer) {
            return new Verdict.Answer(cors(answer.response(), origin));
        }
        if (verdict instanceof Verdict.Later later) {
            return new Verdict.Later(later.response().thenApply(response -> cors(response, origin)));
        }
        return verdict instanceof Verdict.Stream stream
                ? new Verdict.Stream(cors(stream.head(), origin), stream.opening())
                : verdict;
    }

    private static Response cors(Response response, String origin) {
        Response named = Answers.with(response, "Access-Control-Allow-Origin", origin);
        return Answers.with(Answers.with(named, "Access-Control-Allow-Credentials", "true"), "Vary", "Origin");
    }

    private static boolean isWebSocketUpgrade(Request request) {
        return request.headers().all("upgrade").stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("websocket"));
    }

    private static Verdict answer(Response response) {
        return new Verdict.Answer(response);
    }

    /**
     * Sends everybody away in order: lets nobody in any more, tells each tab when to come back (each at a time of its own,
     * so that they do not all arrive at once elsewhere), and ends the connections.
     *
     * @param grace how long it may take; the host then closes what is left
     * @return completes when the last tab has gone, or when the grace is over
     */
    public CompletionStage<@Nullable Void> drain(Duration grace) {
        return departures.drain(grace);
    }

    /**
     * Counts what a host refused by itself, because it was no HTTP request, or no sound one.
     *
     * @param reason a word from a small fixed set of the host's
     */
    public void rejected(String reason) {
        rollcall.telemetry().rejected(reason);
    }

    /** Whether tabs are let in; false from the start of {@link #drain} on. For readiness checks. */
    public boolean isOpen() {
        return !admissions.isClosed();
    }

    /** Stops beating and answering. Does not end connections: {@link #drain} does. */
    @Override
    public void close() {
        sessions.stop();
        adminThreads.shutdownNow();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "rollcall-admin");
        thread.setDaemon(true);
        return thread;
    }
}

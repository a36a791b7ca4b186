// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.Rollcall;
import dev.rollcall.protocol.ProtocolOptions;
import dev.rollcall.protocol.admin.access.AdminSessions;
import dev.rollcall.protocol.admin.access.FailureThrottle;
import dev.rollcall.protocol.admin.access.SessionAuthorizer;
import dev.rollcall.protocol.http.address.ClientAddress;
import dev.rollcall.protocol.http.guard.CrossOrigin;
import dev.rollcall.protocol.http.guard.OriginPolicy;
import dev.rollcall.protocol.tab.Places;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import dev.rollcall.protocol.wire.Verdict;
import java.net.InetAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The paths for people, CI and probes. What may look at every connection runs on two threads of its own, off the event
 * loops. Thread-safe.
 */
public final class AdminApi implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AdminApi.class);
    private static final int THREADS = 2;
    private static final int WAITING = 100;

    private final Rollcall rollcall;
    private final ProtocolOptions options;
    private final Places admissions;
    private final CrossOrigin crossOrigin;
    private final ClientAddress clientAddress;
    private final AdminEndpoints admin;
    private final AdminReads reads;
    private final AdminCommands commands;
    private final SignIn signIn;
    private final ThreadPoolExecutor threads;

    public AdminApi(
            Rollcall rollcall,
            ProtocolOptions options,
            Places admissions,
            OriginPolicy origins,
            CrossOrigin crossOrigin,
            ClientAddress clientAddress) {
        this.rollcall = rollcall;
        this.options = options;
        this.admissions = admissions;
        this.crossOrigin = crossOrigin;
        this.clientAddress = clientAddress;
        rollcall.history().start();
        AdminSessions sessions = new AdminSessions(rollcall.timer(), options.sessionMaxAge());
        rollcall.statsAccess().askFirst(new SessionAuthorizer(sessions));
        FailureThrottle throttle = new FailureThrottle(rollcall.timer());
        AdminGate gate = new AdminGate(options.secrets(), sessions, origins, throttle, rollcall.telemetry());
        admin = new AdminEndpoints(rollcall, gate, options.metrics(), options.metricsPublic());
        reads = new AdminReads(rollcall, gate, options);
        commands = new AdminCommands(rollcall.rollouts(), gate);
        signIn = new SignIn(gate, options.secrets(), sessions, rollcall.statsAccess(), options.basePath());
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), AdminApi::daemon);
        threads.allowCoreThreadTimeOut(true);
    }

    /** What becomes of a request for a path below the base path that is none of the tabs'. */
    public Verdict decide(Request request, String path) {
        return switch (path) {
            case "/health" -> health(request, true);
            case "/health/ready" -> health(request, admissions.hasRoom());
            case "/metrics" -> get(request, admin::metrics);
            case "/admin/stats" -> get(request, admin::stats);
            case "/admin/connections" -> get(request, admin::connections);
            case "/admin/history" -> get(request, reads::history);
            case "/admin/audit" -> get(request, reads::audit);
            case "/admin/nodes" -> get(request, reads::nodes);
            case "/admin/invalidate-route" -> post(request, commands::invalidateRoute);
            case "/admin/commands" -> post(request, commands::command);
            case "/admin/releases" ->
                request.method().equals("POST")
                        ? post(request, commands::release)
                        : read(request, "GET, HEAD, POST", reads::releases);
            case "/admin/session" -> session(request);
            default -> dashboard(request, path);
        };
    }

    /** The token of a link that signs one person in, once. */
    public String signInLink() {
        return signIn.link();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private Verdict session(Request request) {
        return switch (request.method()) {
            case "GET", "HEAD" -> later(request, (asked, client) -> signIn.show(asked));
            case "POST" -> post(request, signIn::open);
            case "DELETE" -> act(request, (asked, client) -> signIn.close(asked));
            default -> crossOrigin.preflightOr(request, "GET, HEAD, POST, DELETE");
        };
    }

    private Verdict dashboard(Request request, String path) {
        if (options.dashboard().isEmpty() || !path.startsWith("/dashboard")) {
            return answer(Responses.error(404, "not found"));
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return crossOrigin.preflightOr(request, "GET, HEAD");
        }
        if (path.equals("/dashboard")) {
            return answer(Responses.with(Responses.empty(308), "Location", options.basePath() + "/dashboard/"));
        }
        Response file = path.startsWith("/dashboard/")
                ? options.dashboard().find(path.substring("/dashboard/".length()))
                : null;
        return answer(file == null ? Responses.error(404, "not found") : file);
    }

    private Verdict get(Request request, BiFunction<Request, InetAddress, Response> act) {
        return read(request, "GET, HEAD", act);
    }

    private Verdict read(Request request, String allowed, BiFunction<Request, InetAddress, Response> act) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        return reads ? later(request, act) : crossOrigin.preflightOr(request, allowed);
    }

    private Verdict post(Request request, BiFunction<Request, InetAddress, Response> act) {
        return request.method().equals("POST") ? act(request, act) : crossOrigin.preflightOr(request, "POST");
    }

    private Verdict act(Request request, BiFunction<Request, InetAddress, Response> act) {
        return crossOrigin.allows(request) ? later(request, act) : crossOrigin.forbidden();
    }

    /** Answered at once, on the event loop, so that a busy server is not taken for a dead one. */
    private Verdict health(Request request, boolean ok) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        return reads ? answer(admin.health(ok)) : crossOrigin.preflightOr(request, "GET, HEAD");
    }

    private Verdict later(Request request, BiFunction<Request, InetAddress, Response> act) {
        CompletableFuture<Response> response = new CompletableFuture<>();
        InetAddress client = clientAddress.of(request);
        try {
            threads.execute(() -> response.complete(guarded(request, client, act)));
        } catch (RejectedExecutionException e) {
            rollcall.telemetry().rejected("busy");
            return answer(Responses.later(503, "too many admin requests at once", 1));
        }
        return new Verdict.Later(response);
    }

    private static Response guarded(
            Request request, InetAddress client, BiFunction<Request, InetAddress, Response> act) {
        try {
            return act.apply(request, client);
        } catch (RuntimeException e) {
            LOG.error("An admin request failed; it was answered 500. Please report this. request={}", request, e);
            return Responses.error(500, "internal error");
        }
    }

    private static Verdict answer(Response response) {
        return new Verdict.Answer(response);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "rollcall-admin");
        thread.setDaemon(true);
        return thread;
    }
}

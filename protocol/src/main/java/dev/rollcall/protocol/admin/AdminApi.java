// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.Internals;
import dev.rollcall.protocol.admin.access.AdminSessions;
import dev.rollcall.protocol.admin.access.FailureThrottle;
import dev.rollcall.protocol.admin.access.SessionAuthorizer;
import dev.rollcall.protocol.http.address.ClientAddress;
import dev.rollcall.protocol.http.guard.RequestOrigin;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import dev.rollcall.protocol.wire.Verdict;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The endpoints for people, CI and probes. What may look at every connection runs on threads of its own, off the event
 * loops. Thread-safe.
 */
public final class AdminApi implements AutoCloseable {

    private static final String READ = "GET, HEAD";

    private final Internals core;
    private final ProtocolOptions options;
    private final BooleanSupplier alive;
    private final BooleanSupplier ready;
    private final ClientAddress clientAddress;
    private final AdminGate gate;
    private final AdminReads reads;
    private final AdminCommands commands;
    private final SignIn signIn;
    private final AdminThreads threads = new AdminThreads();

    /**
     * Serves people. From now on the history is kept, and signing in opens live stats.
     *
     * @param alive whether the hosts can serve, for the liveness probe
     * @param ready whether one more tab would be let in, for the readiness probe
     */
    public AdminApi(Internals core, ProtocolOptions options, BooleanSupplier alive, BooleanSupplier ready) {
        this.core = core;
        this.options = options;
        this.alive = alive;
        this.ready = ready;
        this.clientAddress = new ClientAddress(options.trustedProxies());
        AdminSessions sessions = new AdminSessions(core.timer(), options.value(ContractSettings.SESSION_MAX_AGE));
        FailureThrottle throttle = new FailureThrottle(core.timer());
        this.gate = new AdminGate(options.secrets(), sessions, throttle, core.telemetry());
        this.reads = new AdminReads(core, gate, options);
        this.commands = new AdminCommands(core.commands(), gate);
        this.signIn = new SignIn(gate, options.secrets(), sessions, core.statsAccess(), options.basePath());
        core.statsAccess().askFirst(new SessionAuthorizer(sessions));
        core.history().start();
    }

    /**
     * Decides what becomes of a request.
     *
     * @param path the path below the base path, beginning with a slash, that is none of the tabs'
     */
    public Verdict decide(Request request, String path, RequestOrigin origin) {
        AdminRequest asked = new AdminRequest(request, origin, clientAddress.of(request));
        return switch (path) {
            case "/health" -> health(asked, alive.getAsBoolean());
            case "/health/ready" -> health(asked, alive.getAsBoolean() && ready.getAsBoolean());
            case "/metrics" -> read(asked, READ, reads::metrics);
            case "/admin/stats" -> read(asked, READ, reads::stats);
            case "/admin/connections" -> read(asked, READ, reads::connections);
            case "/admin/history" -> read(asked, READ, reads::history);
            case "/admin/audit" -> read(asked, READ, reads::audit);
            case "/admin/nodes" -> read(asked, READ, reads::nodes);
            case "/admin/invalidate-route" -> post(asked, commands::invalidateRoute);
            case "/admin/commands" -> post(asked, commands::command);
            case "/admin/releases" ->
                request.method().equals("POST")
                        ? post(asked, commands::release)
                        : read(asked, READ + ", POST", reads::releases);
            case "/admin/session" -> session(asked);
            default -> dashboard(asked, path);
        };
    }

    /** Returns whether a request comes from somebody with a secret or a session that allows reading. A wrong secret counts. */
    public boolean mayRead(Request request, RequestOrigin origin) {
        return gate.mayRead(new AdminRequest(request, origin, clientAddress.of(request)));
    }

    /** Returns the token of a link that signs one person in, once. */
    public String signInLink() {
        return signIn.link();
    }

    /** Ends its threads; requests that wait for them are not answered. */
    @Override
    public void close() {
        threads.close();
    }

    private Verdict session(AdminRequest asked) {
        return switch (asked.request().method()) {
            case "GET", "HEAD" -> later(asked, signIn::show);
            case "POST" -> post(asked, signIn::open);
            case "DELETE" -> act(asked, signIn::close);
            default -> asked.origin().preflightOr(asked.request(), READ + ", POST, DELETE");
        };
    }

    private Verdict dashboard(AdminRequest asked, String path) {
        if (options.dashboard().isEmpty() || !path.startsWith("/dashboard")) {
            return answer(Responses.error(404, "not found"));
        }
        if (!reads(asked)) {
            return asked.origin().preflightOr(asked.request(), READ);
        }
        if (path.equals("/dashboard")) {
            return answer(Responses.with(Responses.empty(308), "Location", options.basePath() + "/dashboard/"));
        }
        Response file = path.startsWith("/dashboard/")
                ? options.dashboard().find(path.substring("/dashboard/".length()))
                : null;
        return answer(file == null ? Responses.error(404, "not found") : file);
    }

    private Verdict read(AdminRequest asked, String methods, Function<AdminRequest, CompletionStage<Response>> act) {
        return reads(asked) ? later(asked, act) : asked.origin().preflightOr(asked.request(), methods);
    }

    private Verdict post(AdminRequest asked, Function<AdminRequest, CompletionStage<Response>> act) {
        boolean posts = asked.request().method().equals("POST");
        return posts ? act(asked, act) : asked.origin().preflightOr(asked.request(), "POST");
    }

    private Verdict act(AdminRequest asked, Function<AdminRequest, CompletionStage<Response>> act) {
        if (asked.origin().isAllowed()) {
            return later(asked, act);
        }
        core.telemetry().rejected("origin");
        return answer(Responses.originNotAllowed());
    }

    /** Answered at once, on the event loop, so that a busy server does not look like a dead one. */
    private Verdict health(AdminRequest asked, boolean ok) {
        return reads(asked) ? answer(reads.health(ok)) : asked.origin().preflightOr(asked.request(), READ);
    }

    private Verdict later(AdminRequest asked, Function<AdminRequest, CompletionStage<Response>> act) {
        CompletionStage<Response> response = threads.run(asked, act);
        if (response == null) {
            core.telemetry().rejected("busy");
            return answer(Responses.later(503, "too many admin requests at once", 1));
        }
        return new Verdict.Later(response);
    }

    private static boolean reads(AdminRequest asked) {
        String method = asked.request().method();
        return method.equals("GET") || method.equals("HEAD");
    }

    private static Verdict answer(Response response) {
        return new Verdict.Answer(response);
    }
}

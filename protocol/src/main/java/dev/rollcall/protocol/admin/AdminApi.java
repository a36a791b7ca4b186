// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.Internals;
import dev.rollcall.core.command.Actor.Via;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.protocol.admin.access.AdminSecrets.Grant;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.admin.access.AdminSessions;
import dev.rollcall.protocol.admin.access.FailureThrottle;
import dev.rollcall.protocol.admin.access.SessionAuthorizer;
import dev.rollcall.protocol.admin.list.Asker;
import dev.rollcall.protocol.admin.token.AccessTokens;
import dev.rollcall.protocol.admin.token.TokenAudit;
import dev.rollcall.protocol.admin.token.TokenAuthorizer;
import dev.rollcall.protocol.deployment.DeploymentCheck;
import dev.rollcall.protocol.http.address.ClientAddress;
import dev.rollcall.protocol.http.address.IpLabeler;
import dev.rollcall.protocol.http.guard.RequestOrigin;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import dev.rollcall.protocol.wire.Verdict;
import java.util.EnumSet;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The endpoints for people, CI and probes. Work that may look at every connection runs on separate threads, off the
 * event loops. Thread-safe.
 */
public final class AdminApi implements AutoCloseable {

    private static final String READ = "GET, HEAD";
    private static final String TOKEN = "/admin/tokens/";
    private static final String COMMAND = "/admin/commands/";
    private static final RequestOrigin OPERATOR = new RequestOrigin(true, true, null);
    private static final Response UNSURE =
            Responses.later(503, "a server that may know this token or session does not answer", 1);

    private final ProtocolOptions options;
    private final BooleanSupplier alive;
    private final BooleanSupplier ready;
    private final ClientAddress clientAddress;
    private final AdminReads reads;
    private final AdminCommands commands;
    private final SignIn signIn;
    private final AdminTokens tokens;
    private final AdminGate gate;
    private final AdminThreads threads;

    /**
     * Starts serving. From now on the history is kept, and signing in opens live stats.
     *
     * @param deployment what is known about the deployment
     * @param alive whether the hosts can serve, for the liveness probe
     * @param ready whether one more tab would be let in, for the readiness probe
     * @param ipLabeler decides what is kept of addresses
     */
    public AdminApi(
            Internals core,
            ProtocolOptions options,
            DeploymentCheck deployment,
            BooleanSupplier alive,
            BooleanSupplier ready,
            IpLabeler ipLabeler) {
        this.options = options;
        this.alive = alive;
        this.ready = ready;
        this.clientAddress = options.clientAddress();
        AdminSessions sessions = new AdminSessions(
                core.timer(),
                options.value(ContractSettings.SESSION_MAX_AGE),
                core.journal(),
                options.secrets(),
                core.cluster());
        sessions.onEnded(key -> core.statsAccess().recheck(request -> SessionAuthorizer.isOf(request, key)));
        AccessTokens accessTokens = new AccessTokens(
                core.timer(),
                core.journal(),
                core.cluster(),
                new TokenAudit(core.commands().audit(), core.cluster(), core.timer()));
        accessTokens.onEnded(key -> core.statsAccess().recheck(request -> TokenAuthorizer.isOf(request, key)));
        FailureThrottle throttle = new FailureThrottle(core.timer());
        this.gate = new AdminGate(
                options.secrets(),
                sessions,
                accessTokens,
                options.application(),
                throttle,
                core.refusals(),
                ipLabeler::label);
        this.threads = new AdminThreads(options.adminThread(), this::busy);
        this.reads = new AdminReads(core, gate, options, deployment, threads.forNodes());
        this.commands = new AdminCommands(
                core.commands(),
                gate,
                deployment.evidence(),
                core.cluster().isAlone() ? Runnable::run : threads.forCommands());
        this.signIn = new SignIn(gate, options.secrets(), sessions, options.basePath());
        this.tokens = new AdminTokens(accessTokens, gate, core.timer());
        core.statsAccess().askFirst(new TokenAuthorizer(accessTokens));
        core.statsAccess().askFirst(new SessionAuthorizer(sessions));
        core.history().start();
    }

    /**
     * Decides what to do with a request.
     *
     * @param path the path below the base path, beginning with a slash; not one of the tabs' paths
     */
    public Verdict decide(Request request, String path, RequestOrigin origin) {
        AdminRequest stranger = new AdminRequest(request, origin, clientAddress.of(request), null, new Asker());
        AdminRequest asked = stranger.from(gate.find(stranger));
        CompletionStage<Boolean> elsewhere = asked.caller() == null && isForPeople(path) ? gate.askOthers(asked) : null;
        return elsewhere == null
                ? decide(asked, path)
                : new Verdict.Later(
                        elsewhere.thenCompose(known -> known
                                ? answered(decide(stranger.from(gate.find(stranger)), path))
                                : AdminGate.now(UNSURE)),
                        asked.asker()::leave);
    }

    /**
     * Answers an operator whom the hosting application has let in by its own rules: whatever they ask is allowed, with
     * the same parsers and answers as for everybody else.
     *
     * @param name what the audit list calls them
     * @param request its path does not matter
     * @param path below the base path, or {@code /admin/invalidate}, which is only for operators
     */
    public CompletionStage<Response> forOperator(String name, Request request, String path) {
        Caller operator = new Caller(new Grant(name, EnumSet.allOf(Scope.class)), Via.ACTUATOR);
        AdminRequest asked = new AdminRequest(request, OPERATOR, request.peer(), operator, new Asker());
        return answered(
                path.equals("/admin/invalidate") ? post(asked, known(commands::invalidate)) : decide(asked, path));
    }

    private static boolean isForPeople(String path) {
        return path.startsWith("/admin/") || path.equals("/metrics");
    }

    private static CompletionStage<Response> answered(Verdict verdict) {
        return verdict instanceof Verdict.Later later
                ? later.response()
                : AdminGate.now(((Verdict.Answer) verdict).response());
    }

    private Verdict decide(AdminRequest asked, String path) {
        Request request = asked.request();
        return switch (path) {
            case "/health" -> health(asked, alive.getAsBoolean());
            case "/health/ready" -> health(asked, alive.getAsBoolean() && ready.getAsBoolean());
            case "/metrics" ->
                options.value(ContractSettings.METRICS_PUBLIC)
                        ? ifReads(asked, READ, () -> later(asked, reads::publicMetrics))
                        : read(asked, READ, reads::metrics);
            case "/admin/stats" -> read(asked, READ, reads::stats);
            case "/admin/connections" -> read(asked, READ, reads::connections);
            case "/admin/history" -> read(asked, READ, reads::history);
            case "/admin/audit" -> read(asked, READ, reads::audit);
            case "/admin/refusals" -> read(asked, READ, reads::refusals);
            case "/admin/deployment" -> read(asked, READ, reads::deployment);
            case "/admin/nodes" -> read(asked, READ, reads::nodes);
            case "/admin/invalidate-route" -> post(asked, this::invalidateRoute);
            case "/admin/gate" -> read(asked, READ, reads::gate);
            case "/admin/commands" ->
                request.method().equals("POST")
                        ? post(asked, known(commands::command))
                        : read(asked, READ + ", POST", reads::receipts);
            case "/admin/releases" ->
                request.method().equals("POST")
                        ? post(asked, known(commands::release))
                        : read(asked, READ + ", POST", reads::releases);
            case "/admin/session" -> session(asked);
            case "/admin/tokens" ->
                request.method().equals("POST")
                        ? post(asked, known(tokens::make))
                        : read(asked, READ + ", POST", tokens::list);
            default -> below(asked, path);
        };
    }

    /** Decides a request about one command. */
    private Verdict command(AdminRequest asked, String id) {
        return asked.request().method().equals("DELETE")
                ? act(asked, known(caller -> commands.abort(caller, id)))
                : read(asked, READ + ", DELETE", caller -> reads.receipt(caller, id));
    }

    /** Returns whether a request comes from somebody with a secret or a session that allows reading. A wrong secret counts. */
    public boolean mayRead(Request request, RequestOrigin origin) {
        return gate.mayRead(new AdminRequest(request, origin, clientAddress.of(request), null, new Asker()));
    }

    /** Returns the token of a link that signs one person in, once. */
    public String signInLink() {
        return signIn.link();
    }

    /** Ends its threads; requests waiting for them are not answered. */
    @Override
    public void close() {
        threads.close();
    }

    private Verdict session(AdminRequest asked) {
        return switch (asked.request().method()) {
            case "GET", "HEAD" -> new Verdict.Later(signIn.show(asked));
            case "POST" -> post(asked, stranger -> new Verdict.Later(threads.read(stranger, signIn::open)));
            case "DELETE" -> act(asked, stranger -> new Verdict.Later(threads.read(stranger, signIn::close)));
            default -> asked.origin().preflightOr(asked.request(), READ + ", POST, DELETE");
        };
    }

    private Verdict below(AdminRequest asked, String path) {
        if (path.startsWith(COMMAND)) {
            return command(asked, path.substring(COMMAND.length()));
        }
        return path.startsWith(TOKEN) ? token(asked, path.substring(TOKEN.length())) : dashboard(asked, path);
    }

    private Verdict token(AdminRequest asked, String id) {
        return asked.request().method().equals("DELETE")
                ? act(asked, known(request -> tokens.revoke(request, id)))
                : asked.origin().preflightOr(asked.request(), "DELETE");
    }

    private Verdict dashboard(AdminRequest asked, String path) {
        if (options.dashboard().isEmpty() || !path.startsWith("/dashboard")) {
            return answer(Responses.error(404, "not found"));
        }
        if (!asked.request().isRead()) {
            return asked.origin().preflightOr(asked.request(), READ);
        }
        if (path.equals("/dashboard")) {
            return answer(Responses.with(Responses.empty(308), "Location", options.basePath() + "/dashboard/"));
        }
        Response file = path.startsWith("/dashboard/")
                ? options.dashboard().answer(path.substring("/dashboard/".length()), asked.request())
                : null;
        return answer(file == null ? Responses.error(404, "not found") : file);
    }

    private Verdict read(AdminRequest asked, String methods, Function<AdminRequest, CompletionStage<Response>> act) {
        return ifReads(asked, methods, () -> known(act).apply(asked));
    }

    private static Verdict ifReads(AdminRequest asked, String methods, Supplier<Verdict> act) {
        return asked.request().isRead() ? act.get() : asked.origin().preflightOr(asked.request(), methods);
    }

    private Verdict post(AdminRequest asked, Function<AdminRequest, Verdict> act) {
        boolean posts = asked.request().method().equals("POST");
        return posts ? act(asked, act) : asked.origin().preflightOr(asked.request(), "POST");
    }

    private Verdict act(AdminRequest asked, Function<AdminRequest, Verdict> act) {
        return asked.origin().isAllowed()
                ? act.apply(asked)
                : answer(gate.refused(asked, Refusal.ORIGIN, Responses.originNotAllowed()));
    }

    /** For known callers. A stranger is refused at once, before any costly work. */
    private Function<AdminRequest, Verdict> known(Function<AdminRequest, CompletionStage<Response>> act) {
        return asked -> asked.caller() == null ? answer(gate.refuse(asked, null)) : later(asked, act);
    }

    /**
     * The secret may be in the body, as 1.x clients send it, if there is none in the header; such a body is read where
     * strangers' bodies are.
     */
    private Verdict invalidateRoute(AdminRequest asked) {
        if (asked.caller() != null
                || AdminGate.isGuess(asked)
                || !asked.request().isJson()) {
            return known(commands::invalidateRoute).apply(asked);
        }
        return new Verdict.Later(threads.read(asked, stranger -> {
            String secret = AdminCommands.secretInBody(stranger);
            Caller caller = gate.bySecret(secret);
            return caller == null
                    ? AdminGate.now(gate.refuse(stranger, secret))
                    : threads.run(stranger.from(caller), commands::invalidateRoute);
        }));
    }

    /** Answered at once, on the event loop, so that a busy server does not look like a dead one. */
    private Verdict health(AdminRequest asked, boolean ok) {
        return asked.request().isRead()
                ? answer(reads.health(ok))
                : asked.origin().preflightOr(asked.request(), READ);
    }

    private Verdict later(AdminRequest asked, Function<AdminRequest, CompletionStage<Response>> act) {
        return new Verdict.Later(threads.run(asked, act), asked.asker()::leave);
    }

    private Response busy(AdminRequest asked) {
        return gate.refused(asked, Refusal.ADMIN_BUSY, Responses.later(503, "too many admin requests at once", 1));
    }

    private static Verdict answer(Response response) {
        return new Verdict.Answer(response);
    }
}

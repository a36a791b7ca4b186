// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol;

import dev.rollcall.core.Internals;
import dev.rollcall.core.Rollcall;
import dev.rollcall.core.cluster.NodeInfo;
import dev.rollcall.core.fault.OncePerMinute;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.protocol.admin.AdminApi;
import dev.rollcall.protocol.deployment.DeploymentCheck;
import dev.rollcall.protocol.deployment.DeploymentSettings;
import dev.rollcall.protocol.deployment.HealthWatch;
import dev.rollcall.protocol.http.ClientModules;
import dev.rollcall.protocol.http.ClientScript;
import dev.rollcall.protocol.http.address.ClientAddress;
import dev.rollcall.protocol.http.address.DayKeys;
import dev.rollcall.protocol.http.address.IpLabeler;
import dev.rollcall.protocol.http.address.IpTracking;
import dev.rollcall.protocol.http.guard.HostPolicy;
import dev.rollcall.protocol.http.guard.OriginPolicy;
import dev.rollcall.protocol.http.guard.RequestOrigin;
import dev.rollcall.protocol.node.SharedDayKeys;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.tab.TabApi;
import dev.rollcall.protocol.webhook.Webhooks;
import dev.rollcall.protocol.wire.Contract;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import dev.rollcall.protocol.wire.Verdict;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wire contract over one {@link Rollcall}. A host passes in every request and carries out the {@link Verdict}; all
 * rules are behind this class, so that every host obeys the same ones. Thread-safe.
 */
public final class Protocol implements Contract, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Protocol.class);

    private final List<BooleanSupplier> watched = new CopyOnWriteArrayList<>();
    private final OncePerMinute failures = new OncePerMinute();
    private final Internals core;
    private final ProtocolOptions options;
    private final HostPolicy hosts;
    private final ClientAddress clientAddress;
    private final OriginPolicy origins;
    private final TabApi tabs;
    private final DeploymentCheck deployment;
    private final @Nullable HealthWatch health;
    private final Webhooks webhooks;
    private final AdminApi admin;

    /**
     * Serves a rollcall.
     *
     * @throws IllegalArgumentException when an option does not fit, naming it
     */
    public Protocol(Rollcall rollcall, ProtocolOptions options) {
        this.core = rollcall.internals();
        this.options = options;
        origins = OriginPolicy.of(options.value(ContractSettings.ALLOWED_ORIGINS), options.trustedProxies());
        hosts = options.hosts();
        clientAddress = options.clientAddress();
        IpLabeler ipLabeler = ipLabeler();
        core.refusals().keepOfAddresses(ipLabeler::label);
        int capacity = options.maxConnections();
        core.cluster()
                .describe(new NodeInfo(
                        options.nodeName(), options.software(), capacity == Integer.MAX_VALUE ? null : capacity));
        tabs = new TabApi(core, options, ipLabeler, this::isAdministrator);
        webhooks = new Webhooks(core, options); // listens before anything can happen
        deployment = new DeploymentCheck(core, options);
        URI healthUrl = options.find(DeploymentSettings.HEALTH_URL);
        health = healthUrl == null ? null : new HealthWatch(core, healthUrl);
        admin = new AdminApi(core, options, deployment, this::isAlive, this::isReady, ipLabeler);
    }

    private IpLabeler ipLabeler() {
        IpTracking tracking = options.value(ContractSettings.IP_TRACKING);
        DayKeys keys = new DayKeys(core.timer(), new SecureRandom());
        if (tracking == IpTracking.HASHED) {
            SharedDayKeys.share(core.cluster(), keys);
        }
        return new IpLabeler(tracking, keys);
    }

    /**
     * Whether a path belongs to this contract; see {@link ProtocolOptions#paths}. A program that also serves pages of
     * its own asks this first.
     *
     * @param path a raw path, percent-encoded, without query
     */
    public boolean serves(String path) {
        return options.paths().test(path);
    }

    @Override
    public Verdict decide(Request request) {
        try {
            if (!hosts.allows(request)) {
                core.refusals().note(Refusal.HOST, clientAddress.of(request).getHostAddress());
                return answer(Responses.hostNotAllowed());
            }
            RequestOrigin origin = origins.read(request);
            return origin.readable(route(request, origin));
        } catch (RuntimeException e) {
            long more = failures.next();
            if (more != OncePerMinute.HELD_BACK) {
                LOG.warn(
                        "A request could not be decided ({} more since the last such line); it was answered 500. Please"
                                + " report this. request={}",
                        more,
                        request,
                        e);
            }
            return answer(Responses.error(500, "internal error"));
        }
    }

    private Verdict route(Request request, RequestOrigin origin) {
        String path = options.paths().relative(request.path());
        if (path == null) {
            return answer(Responses.error(404, "not found (expected: a path under " + options.basePath() + ")"));
        }
        boolean upgrade = isWebSocketUpgrade(request);
        if (upgrade && !path.equals("/ws")) {
            return answer(Responses.error(404, "no WebSocket here (expected: " + options.basePath() + "/ws)"));
        }
        if (path.startsWith("/client.")) {
            return script(request, path, origin);
        }
        if (path.startsWith(ClientModules.FOLDER)) {
            return module(request, path, origin);
        }
        Verdict verdict = tabs.decide(request, path, origin, upgrade);
        return verdict == null ? admin.decide(request, path, origin) : verdict;
    }

    private Verdict script(Request request, String path, RequestOrigin origin) {
        ClientScript script = options.clientScript();
        if (script == null) {
            return answer(Responses.error(404, "no client.js (expected: the jar rollcall-client on the class path)"));
        }
        return file(request, origin, script.answer(path, request), "not this script (expected: /client.js)");
    }

    private Verdict module(Request request, String path, RequestOrigin origin) {
        ClientModules modules = options.clientModules();
        if (modules == null) {
            return answer(Responses.error(404, "no client (expected: the jar rollcall-client on the class path)"));
        }
        String missing = "no such module (expected: one of version " + modules.version() + ", such as "
                + ClientModules.FOLDER + modules.version() + "/index.js)";
        return file(request, origin, modules.answer(path, request), missing);
    }

    /** The file holds no secrets, so nobody is asked who they are; the browser enforces which pages may run it. */
    private static Verdict file(Request request, RequestOrigin origin, @Nullable Response found, String missing) {
        if (!request.isRead()) {
            return origin.preflightOr(request, "GET, HEAD");
        }
        return answer(found == null ? Responses.error(404, missing) : found);
    }

    private boolean isAdministrator(Request request, RequestOrigin origin) {
        return admin.mayRead(request, origin);
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
        core.cluster().leaving();
        return tabs.drain(grace);
    }

    @Override
    public void watch(BooleanSupplier alive) {
        watched.add(alive);
    }

    private boolean isReady() {
        boolean alone = options.clusterRequired() && !core.cluster().coverage().reachable();
        return tabs.hasRoom() && !alone;
    }

    private boolean isAlive() {
        return watched.stream().allMatch(BooleanSupplier::getAsBoolean);
    }

    @Override
    public void rejected(Refusal reason) {
        core.refusals().note(reason, null);
    }

    /**
     * Returns a link that signs one person in to the dashboard, once, within the next hour, with everything allowed.
     *
     * @return the path with the token in its fragment, which browsers do not send: {@code /__skew/dashboard/#link=...}
     */
    public String signInLink() {
        return options.basePath() + "/dashboard/#link=" + admin.signInLink();
    }

    /**
     * Answers an operator whom the hosting application has let in by its own rules, as Spring Boot's Actuator does.
     * Everything is allowed, and read by the same parsers as at the admin endpoints.
     *
     * @param name the person, for the audit list
     * @param request what they ask; its path does not matter, and of its headers only {@code Content-Type} matters
     * @param path an admin endpoint below the base path, such as {@code /admin/commands}; or {@code /admin/invalidate}, which is
     *     {@code /admin/invalidate-route} with the rules of every other command
     * @return the answer, on any thread; it never fails
     */
    public CompletionStage<Response> forOperator(String name, Request request, String path) {
        return admin.forOperator(name, request, path);
    }

    /** Whether tabs are let in; false once {@link #drain} has begun. For readiness checks. */
    public boolean isOpen() {
        return tabs.isOpen();
    }

    /** Ends the beat and stops answering. Does not end connections: {@link #drain} does. */
    @Override
    public void close() {
        deployment.close();
        if (health != null) {
            health.close();
        }
        webhooks.close();
        tabs.close();
        admin.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.Internals;
import dev.rollcall.core.cluster.UnansweredException;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.core.text.Checked;
import dev.rollcall.core.text.NamedGroup;
import dev.rollcall.core.text.Route;
import dev.rollcall.protocol.http.BearerToken;
import dev.rollcall.protocol.http.Cookies;
import dev.rollcall.protocol.http.Sha256;
import dev.rollcall.protocol.http.address.ClientAddress;
import dev.rollcall.protocol.json.FlatObject;
import dev.rollcall.protocol.tab.forward.ForwardedCall;
import dev.rollcall.protocol.tab.forward.ForwardedDecision;
import dev.rollcall.protocol.tab.forward.Forwarding;
import dev.rollcall.protocol.tab.forward.Rechecks;
import dev.rollcall.protocol.tab.input.Goodbye;
import dev.rollcall.protocol.tab.input.TabMessage;
import dev.rollcall.protocol.wire.HeldTab;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import dev.rollcall.protocol.wire.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What tabs send by POST, because their transport carries nothing towards the server. Some verdicts are answered later:
 * the tab may be held elsewhere. Thread-safe.
 */
final class TabPosts {

    private final Internals core;
    private final Tabs tabs;
    private final ClientAddress clientAddress;
    private final Forwarding forwarding;
    private final Rechecks rechecks;
    private final TabAction route = this::route; // made once: route updates are by far the most that tabs post

    TabPosts(Internals core, Tabs tabs, ClientAddress clientAddress, Forwarding forwarding) {
        this.forwarding = forwarding;
        this.rechecks = new Rechecks(core);
        this.core = core;
        this.tabs = tabs;
        this.clientAddress = clientAddress;
    }

    /** {@code POST /route}. */
    Verdict route(Request request) {
        return withTab(request, "route-update", route);
    }

    private Response route(Request request, FlatObject body, Connection connection, Tab tab) {
        String given = body.text("route");
        if (given == null) {
            return Responses.error(400, "route: missing (expected: a path such as /about)");
        }
        Checked route = Route.of(given);
        if (route instanceof Checked.Misfit misfit) {
            return Responses.error(400, misfit.reason());
        }
        return tab.routeUpdate(NamedGroup.place(route.or("/"), body.text("group")))
                ? Responses.ok()
                : tooMany(request, 1_000);
    }

    /** {@code POST /subscribe-stats}. */
    Verdict subscribe(Request request) {
        return withTab(
                request,
                "subscribe-stats",
                (asked, body, connection, tab) ->
                        limited(asked, tab, () -> tabs.subscribe(connection, asker(asked), body.isTrue("delta"))));
    }

    /**
     * {@code POST /subscribe-stats} of a tab that another node holds. This node, where the request came, decides
     * whether the tab may see stats, and tells that node; it first asks whether there is such a tab, which costs less.
     */
    CompletionStage<Response> subscribe(Request request, NodeId owner) {
        Response misfit = unreadable(request);
        FlatObject body = misfit == null ? FlatObject.read(request.body()) : null;
        String presented = body == null ? null : body.text("connectionId");
        if (body == null || presented == null) {
            return CompletableFuture.completedStage(misfit == null ? missing() : misfit);
        }
        boolean delta = body.isTrue("delta");
        return forwarding
                .pass(owner, new ForwardedCall(Forwarding.MAY_SUBSCRIBE, "", "", presented.getBytes(UTF_8)))
                .thenApply(answer -> {
                    Transport transport = answer.status() == 200 ? transport(answer) : null;
                    if (transport == null) {
                        return answer;
                    }
                    StatsRequest asked = asker(request).request(Forwarding.id(presented), transport);
                    core.statsAccess()
                            .decide(asked, decision -> tell(owner, decided(presented, delta, asked, decision)));
                    return Responses.ok();
                });
    }

    /** For a tab that may not see stats, no request needs to be kept for another check. */
    private ForwardedDecision decided(String presented, boolean delta, StatsRequest asked, Decision decision) {
        String sealed = decision.allowed() || decision.undecided() ? rechecks.seal(asked) : null;
        return new ForwardedDecision(
                presented, delta, decision, sessions(asked), core.cluster().self(), sealed);
    }

    private void tell(NodeId owner, ForwardedDecision decided) {
        byte[] body = decided.write(core.timer().millis());
        forwarding.pass(owner, new ForwardedCall(Forwarding.SUBSCRIBED, "", "", body));
    }

    private static List<String> sessions(StatsRequest request) {
        Stream<String> cookies =
                Cookies.all(request.headers().getOrDefault("cookie", List.of()), Cookies.SESSION).stream()
                        .map(Sha256::hex);
        return Stream.concat(cookies, Stream.ofNullable(BearerToken.digest(request.header("authorization"))))
                .toList();
    }

    /** Answers another node whether a tab of this one may ask for stats now, with the name of its transport. */
    Response maySubscribe(Request request, String presented) {
        Connection connection = tabs.find(presented);
        if (connection == null || !(connection.outbound() instanceof Tab tab)) {
            return unknown();
        }
        core.telemetry().received("subscribe-stats");
        long wait = tab.admitMessage();
        return wait > 0
                ? tooMany(request, wait)
                : Responses.text("text/plain", connection.transport().wireName());
    }

    private static @Nullable Transport transport(Response answer) {
        String name = new String(answer.body(), UTF_8);
        return Arrays.stream(Transport.values())
                .filter(transport -> transport.wireName().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Carries out what another node has decided about a tab of this one. */
    Response subscribed(ForwardedDecision decided) {
        Connection connection = tabs.find(decided.presented());
        if (connection == null) {
            return unknown();
        }
        StatsRequest request =
                new Asker(Map.of(Cookies.SESSION_DIGEST, decided.sessions()), "", null).request(connection);
        NodeId by = decided.by();
        String sealed = decided.sealed();
        core.statsAccess()
                .subscribe(
                        connection,
                        request,
                        decided.decision(),
                        decided.delta(),
                        () -> sealed == null
                                ? CompletableFuture.failedStage(new UnansweredException(by, false))
                                : rechecks.ask(by, sealed));
        return Responses.ok();
    }

    private Asker asker(Request request) {
        String address = clientAddress.of(request).getHostAddress();
        return new Asker(request.headers().toMap(), address, request.identity());
    }

    /** {@code POST /unsubscribe-stats}. */
    Verdict unsubscribe(Request request) {
        return withTab(
                request,
                "unsubscribe-stats",
                (asked, body, connection, tab) -> limited(asked, tab, () -> tabs.unsubscribe(connection)));
    }

    /** {@code POST /ack}: what the tab does about a command. */
    Verdict ack(Request request) {
        return withTab(request, "ack", (asked, body, connection, tab) -> {
            TabMessage.Ack ack = TabMessage.Ack.of(body);
            if (ack == null) {
                return Responses.error(
                        400,
                        "command, state: missing or too long (expected: the command's id, and what the tab does about it)");
            }
            return limited(asked, tab, () -> tabs.acknowledged(connection, ack));
        });
    }

    /** {@code POST /leave}: the page goes away. Taken at once. */
    Verdict leave(Request request) {
        return new Verdict.Answer(left(request));
    }

    private Response left(Request request) {
        if (request.body().length > HeldTab.MAX_MESSAGE_BYTES) {
            return tooLarge();
        }
        if (!Goodbye.isReadable(request)) {
            return Responses.error(
                    415, "content type (expected: text/plain, application/x-www-form-urlencoded or application/json)");
        }
        String presented = Goodbye.presented(request);
        if (presented == null) {
            return missing();
        }
        Connection connection = tabs.find(presented);
        if (connection == null) {
            return unknown();
        }
        core.telemetry().received("leave");
        tabs.leave(connection, presented);
        return Responses.ok();
    }

    private static Response missing() {
        return Responses.error(400, "connectionId: missing (expected: the one from the connected message)");
    }

    private static Response unknown() {
        return Responses.error(404, "connectionId: unknown (expected: the one from the connected message)");
    }

    private static Response tooLarge() {
        return Responses.error(413, "body too large (expected: at most " + HeldTab.MAX_MESSAGE_BYTES + " bytes)");
    }

    private Verdict withTab(Request request, String type, TabAction action) {
        return new Verdict.Answer(answer(request, type, action));
    }

    private Response answer(Request request, String type, TabAction action) {
        Response misfit = unreadable(request);
        if (misfit != null) {
            return misfit;
        }
        FlatObject body = FlatObject.read(request.body());
        if (body == null) {
            return Responses.error(400, "body: not a JSON object (expected: {\"connectionId\":\"...\"})");
        }
        String presented = body.text("connectionId");
        if (presented == null) {
            return missing();
        }
        Connection connection = tabs.find(presented);
        if (connection == null || !(connection.outbound() instanceof Tab tab)) {
            return unknown();
        }
        core.telemetry().received(type);
        return action.answer(request, body, connection, tab);
    }

    private static @Nullable Response unreadable(Request request) {
        if (!request.isJson()) {
            return Responses.error(415, "content type (expected: application/json)");
        }
        if (request.body().length > HeldTab.MAX_MESSAGE_BYTES) {
            return tooLarge();
        }
        return null;
    }

    private Response limited(Request request, Tab tab, Runnable action) {
        long wait = tab.admitMessage();
        if (wait > 0) {
            return tooMany(request, wait);
        }
        action.run();
        return Responses.ok();
    }

    private Response tooMany(Request request, long waitMillis) {
        core.refusals().note(Refusal.MESSAGE_RATE, clientAddress.of(request).getHostAddress());
        return Responses.later(429, "too many messages from this tab", (waitMillis + 999) / 1000);
    }

    @FunctionalInterface
    private interface TabAction {
        Response answer(Request request, FlatObject body, Connection connection, Tab tab);
    }
}

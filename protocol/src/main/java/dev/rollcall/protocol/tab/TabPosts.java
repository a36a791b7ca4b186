// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import dev.rollcall.core.Internals;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.core.text.Checked;
import dev.rollcall.core.text.NamedGroup;
import dev.rollcall.core.text.Route;
import dev.rollcall.protocol.http.address.ClientAddress;
import dev.rollcall.protocol.json.FlatObject;
import dev.rollcall.protocol.tab.input.Goodbye;
import dev.rollcall.protocol.wire.HeldTab;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import dev.rollcall.protocol.wire.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What tabs send by POST, because their transport carries nothing towards the server. A verdict may be one that is answered
 * later: the tab may be held elsewhere. Thread-safe.
 */
final class TabPosts {

    private final Internals core;
    private final Tabs tabs;
    private final ClientAddress clientAddress;

    TabPosts(Internals core, Tabs tabs, ClientAddress clientAddress) {
        this.core = core;
        this.tabs = tabs;
        this.clientAddress = clientAddress;
    }

    /** {@code POST /route}. */
    Verdict route(Request request) {
        return withTab(request, "route-update", (body, connection, tab) -> {
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
        });
    }

    /** {@code POST /subscribe-stats}. */
    Verdict subscribe(Request request) {
        return withTab(
                request,
                "subscribe-stats",
                (body, connection, tab) -> limited(request, tab, () -> {
                    String address = clientAddress.of(request).getHostAddress();
                    Asker asker = new Asker(request.headers().toMap(), address, request.identity());
                    tabs.subscribe(connection, asker, body.isTrue("delta"));
                }));
    }

    /** {@code POST /unsubscribe-stats}. */
    Verdict unsubscribe(Request request) {
        return withTab(
                request,
                "unsubscribe-stats",
                (body, connection, tab) -> limited(request, tab, () -> tabs.unsubscribe(connection)));
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
        return action.answer(body, connection, tab);
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
        Response answer(FlatObject body, Connection connection, Tab tab);
    }
}

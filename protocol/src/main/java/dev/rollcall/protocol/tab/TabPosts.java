// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.protocol.http.Checked;
import dev.rollcall.protocol.http.Route;
import dev.rollcall.protocol.http.address.ClientAddress;
import dev.rollcall.protocol.json.FlatObject;
import dev.rollcall.protocol.wire.HeldTab;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import org.jspecify.annotations.Nullable;

/** What tabs say by POST, because their transport carries nothing towards the server. Thread-safe. */
public final class TabPosts {

    private final Rollcall rollcall;
    private final Tabs sessions;
    private final ClientAddress clientAddress;

    public TabPosts(Rollcall rollcall, Tabs sessions, ClientAddress clientAddress) {
        this.rollcall = rollcall;
        this.sessions = sessions;
        this.clientAddress = clientAddress;
    }

    /** {@code POST /route}. */
    public Response route(Request request) {
        return withTab(request, "route-update", (body, connection, session) -> {
            String route = body.text("route");
            if (route == null) {
                return Responses.error(400, "route: missing (expected: a path such as /about)");
            }
            if (Route.of(route) instanceof Checked.Misfit misfit) {
                return Responses.error(400, misfit.reason());
            }
            session.routeUpdate(Route.of(route).or("/"));
            return Responses.ok();
        });
    }

    /** {@code POST /subscribe-stats}. */
    public Response subscribe(Request request) {
        return withTab(
                request,
                "subscribe-stats",
                (body, connection, session) -> limited(session, () -> {
                    String address = clientAddress.of(request).getHostAddress();
                    sessions.subscribe(
                            connection, request.headers().toMap(), address, request.identity(), body.isTrue("delta"));
                }));
    }

    /** {@code POST /unsubscribe-stats}. */
    public Response unsubscribe(Request request) {
        return withTab(
                request,
                "unsubscribe-stats",
                (body, connection, session) ->
                        limited(session, () -> rollcall.statsAccess().unsubscribe(connection)));
    }

    private Response withTab(Request request, String type, TabAction action) {
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
            return Responses.error(400, "connectionId: missing (expected: the one from the connected message)");
        }
        Connection connection = sessions.find(presented);
        if (connection == null || !(connection.outbound() instanceof Tab session)) {
            return Responses.error(404, "connectionId: unknown (expected: the one from the connected message)");
        }
        rollcall.telemetry().received(type);
        return action.answer(body, connection, session);
    }

    private static @Nullable Response unreadable(Request request) {
        if (!request.isJson()) {
            return Responses.error(415, "content type (expected: application/json)");
        }
        if (request.body().length > HeldTab.MAX_MESSAGE_BYTES) {
            return Responses.error(413, "body too large (expected: at most " + HeldTab.MAX_MESSAGE_BYTES + " bytes)");
        }
        return null;
    }

    private static Response limited(Tab session, Runnable action) {
        long wait = session.admitMessage();
        if (wait > 0) {
            return Responses.later(429, "too many messages from this tab", (wait + 999) / 1000);
        }
        action.run();
        return Responses.ok();
    }

    @FunctionalInterface
    private interface TabAction {
        Response answer(FlatObject body, Connection connection, Tab session);
    }
}

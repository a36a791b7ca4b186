// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.protocol.http.Checked;
import dev.rollcall.protocol.http.Request;
import dev.rollcall.protocol.http.Response;
import dev.rollcall.protocol.http.Route;
import dev.rollcall.protocol.http.address.ClientAddress;
import dev.rollcall.protocol.json.FlatObject;
import dev.rollcall.protocol.session.Session;
import dev.rollcall.protocol.session.Sessions;
import dev.rollcall.protocol.session.TabSession;
import org.jspecify.annotations.Nullable;

/** What tabs say by POST, because their transport carries nothing towards the server. Thread-safe. */
final class TabPosts {

    private final Rollcall rollcall;
    private final Sessions sessions;
    private final ClientAddress clientAddress;

    TabPosts(Rollcall rollcall, Sessions sessions, ClientAddress clientAddress) {
        this.rollcall = rollcall;
        this.sessions = sessions;
        this.clientAddress = clientAddress;
    }

    /** {@code POST /route}. */
    Response route(Request request) {
        return withTab(request, "route-update", (body, connection, session) -> {
            String route = body.text("route");
            if (route == null) {
                return Answers.error(400, "route: missing (expected: a path such as /about)");
            }
            if (Route.of(route) instanceof Checked.Misfit misfit) {
                return Answers.error(400, misfit.reason());
            }
            session.routeUpdate(Route.of(route).or("/"));
            return Answers.ok();
        });
    }

    /** {@code POST /subscribe-stats}. */
    Response subscribe(Request request) {
        return withTab(
                request,
                "subscribe-stats",
                (body, connection, session) -> limited(session, () -> {
                    String address = clientAddress.of(request).getHostAddress();
                    sessions.subscribe(connection, request.headers().toMap(), address, body.isTrue("delta"));
                }));
    }

    /** {@code POST /unsubscribe-stats}. */
    Response unsubscribe(Request request) {
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
            return Answers.error(400, "body: not a JSON object (expected: {\"connectionId\":\"...\"})");
        }
        String presented = body.text("connectionId");
        if (presented == null) {
            return Answers.error(400, "connectionId: missing (expected: the one from the connected message)");
        }
        Connection connection = sessions.find(presented);
        if (connection == null || !(connection.outbound() instanceof TabSession session)) {
            return Answers.error(404, "connectionId: unknown (expected: the one from the connected message)");
        }
        rollcall.telemetry().received(type);
        return action.answer(body, connection, session);
    }

    private static @Nullable Response unreadable(Request request) {
        if (!AdminEndpoints.isJson(request)) {
            return Answers.error(415, "content type (expected: application/json)");
        }
        if (request.body().length > Session.MAX_MESSAGE_BYTES) {
            return Answers.error(413, "body too large (expected: at most " + Session.MAX_MESSAGE_BYTES + " bytes)");
        }
        return null;
    }

    private static Response limited(TabSession session, Runnable action) {
        long wait = session.admitMessage();
        if (wait > 0) {
            return Answers.later(429, "too many messages from this tab", (wait + 999) / 1000);
        }
        action.run();
        return Answers.ok();
    }

    @FunctionalInterface
    private interface TabAction {
        Response answer(FlatObject body, Connection connection, TabSession session);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.actuator;

import dev.rollcall.core.text.Text;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.net.InetAddress;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.util.MimeTypeUtils;

/**
 * The Actuator endpoint {@code rollcall}: what the admin endpoints of the contract offer, for people whom the application lets
 * in by its own rules, as for every Actuator endpoint. The contract's own parsers read queries and bodies, so that a
 * command means the same here and there, and anything not understood is refused. Only for the web, not for JMX.
 * Thread-safe.
 */
@WebEndpoint(id = "rollcall")
public final class RollcallEndpoint {

    private static final Set<String> LISTS =
            Set.of("connections", "commands", "releases", "audit", "history", "refusals", "deployment", "nodes");

    private static final Map<String, String> COMMANDS = Map.of(
            "announce", "/admin/releases",
            "invalidate", "/admin/invalidate",
            "commands", "/admin/commands");

    private static final Headers JSON = Headers.of(Map.of("content-type", List.of("application/json")));
    /** Longer than the 20 seconds that the contract makes a caller wait who follows a receipt. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private static final Response UNANSWERED = Responses.later(
            503, "no answer within " + PATIENCE.toSeconds() + " seconds; the audit list has what was carried out", 5);

    private static final String NOBODY = "actuator";
    private static final int LONGEST_NAME = 128;

    private final Protocol protocol;

    /**
     * Offers a contract's admin endpoints.
     *
     * @param protocol the contract
     */
    public RollcallEndpoint(Protocol protocol) {
        this.protocol = protocol;
    }

    /**
     * Returns how many tabs are connected, in total and by version, route and transport: {@code GET /admin/stats}.
     *
     * @param caller who is signed in, as Actuator knows them
     * @param query the query as it was sent; null when the request did not come through the filter of this endpoint, and is refused
     */
    @ReadOperation
    public WebEndpointResponse<byte[]> stats(SecurityContext caller, @Nullable String query) {
        return withoutQuery(caller, "GET", "/admin/stats", query, null);
    }

    /**
     * Returns a list: {@code GET /admin/<what>}.
     *
     * @param caller as for {@link #stats}
     * @param what the admin endpoint that has it, such as {@code connections}
     * @param query as for {@link #stats}
     */
    @ReadOperation
    public WebEndpointResponse<byte[]> list(SecurityContext caller, @Selector String what, @Nullable String query) {
        return LISTS.contains(what) ? ask(caller, "GET", "/admin/" + what, query, null) : unknown(LISTS);
    }

    /**
     * Returns what became of one command: {@code GET /admin/commands/<id>}.
     *
     * @param caller as for {@link #stats}
     * @param what {@code commands}
     * @param id the id of the command
     * @param query as for {@link #stats}
     */
    @ReadOperation
    public WebEndpointResponse<byte[]> one(
            SecurityContext caller, @Selector String what, @Selector String id, @Nullable String query) {
        return oneCommand(caller, "GET", what, id, query);
    }

    /**
     * Gives a command. The log and the audit list name the person who is signed in, or {@code actuator} when the
     * endpoint needs no signing in.
     *
     * @param caller as for {@link #stats}
     * @param what {@code announce}, with the body of {@code POST /admin/releases}; {@code commands}, with that of {@code POST
     *     /admin/commands}; {@code invalidate}, with a route
     * @param query as for {@link #stats}; a command has none
     * @param body the body, as {@link RawExchange} writes it; null when the request has none
     */
    @WriteOperation
    public WebEndpointResponse<byte[]> command(
            SecurityContext caller, @Selector String what, @Nullable String query, @Nullable String body) {
        String path = COMMANDS.get(what);
        return path == null ? unknown(COMMANDS.keySet()) : withoutQuery(caller, "POST", path, query, body);
    }

    /**
     * Aborts a command: tabs whose moment has not come are let off.
     *
     * @param caller as for {@link #stats}
     * @param what {@code commands}
     * @param id the id of the command
     * @param query as for {@link #stats}; it may hold a {@code reason}
     */
    @DeleteOperation
    public WebEndpointResponse<byte[]> abort(
            SecurityContext caller, @Selector String what, @Selector String id, @Nullable String query) {
        return oneCommand(caller, "DELETE", what, id, query);
    }

    private WebEndpointResponse<byte[]> oneCommand(
            SecurityContext caller, String method, String what, String id, @Nullable String query) {
        return what.equals("commands")
                ? ask(caller, method, "/admin/commands/" + id, query, null)
                : unknown(Set.of("commands/<id>"));
    }

    private WebEndpointResponse<byte[]> withoutQuery(
            SecurityContext caller, String method, String path, @Nullable String query, @Nullable String body) {
        if (query != null && !query.isEmpty()) {
            return written(Responses.error(
                    400, "query: not understood (expected: none here; the fields of a command belong in its body)"));
        }
        return ask(caller, method, path, query, body);
    }

    private WebEndpointResponse<byte[]> ask(
            SecurityContext caller, String method, String path, @Nullable String query, @Nullable String body) {
        byte[] bytes = body == null ? new byte[0] : RawExchange.bytes(body);
        if (query == null || bytes == null) {
            return written(
                    Responses.error(
                            400,
                            "the request did not come through the filter of this endpoint (expected: Actuator's own path for it)"));
        }
        if (bytes.length > Request.MAX_BODY_BYTES) {
            return written(
                    Responses.error(413, "body: too large (expected: at most " + Request.MAX_BODY_BYTES + " bytes)"));
        }
        Request request = new Request(method, path, query, JSON, InetAddress.getLoopbackAddress(), bytes, true, null);
        return written(protocol.forOperator(name(caller.getPrincipal()), request, path)
                .toCompletableFuture()
                .completeOnTimeout(UNANSWERED, PATIENCE.toSeconds(), TimeUnit.SECONDS) // the contract may be closing
                .join());
    }

    private static String name(@Nullable Principal person) {
        String name = person == null ? null : person.getName();
        if (name == null || name.isBlank() || !Text.printable(name)) {
            return NOBODY;
        }
        int end = Math.min(name.length(), LONGEST_NAME);
        return name.substring(0, Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end);
    }

    private static WebEndpointResponse<byte[]> unknown(Set<String> known) {
        return written(Responses.error(
                400,
                "operation: unknown (expected: "
                        + String.join(", ", known.stream().sorted().toList()) + ")"));
    }

    private static WebEndpointResponse<byte[]> written(Response response) {
        return new WebEndpointResponse<>(response.body(), response.status(), MimeTypeUtils.APPLICATION_JSON);
    }
}

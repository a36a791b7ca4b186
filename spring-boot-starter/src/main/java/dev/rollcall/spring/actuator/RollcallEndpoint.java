// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.actuator;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.connection.ConnectionInfo;
import dev.rollcall.core.journal.JournalException;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.stats.Stats;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * The Actuator endpoint {@code rollcall}: stats, connections, and the commands that an operator needs. The application
 * decides who may use it, as for every Actuator endpoint. Thread-safe.
 */
@Endpoint(id = "rollcall")
public final class RollcallEndpoint {

    /** The most connections that are listed. */
    private static final int MAX_LISTED = 1_000;

    private final Rollcall rollcall;

    RollcallEndpoint(Rollcall rollcall) {
        this.rollcall = rollcall;
    }

    /** Returns how many tabs are connected, in all and by version, route and transport. */
    @ReadOperation
    public Map<String, Object> stats() {
        Stats stats = rollcall.stats();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("total", stats.total());
        shown.put("current", stats.current());
        shown.put("outdated", stats.outdated());
        shown.put("versions", stats.versions());
        shown.put("routes", stats.routes());
        Map<String, Integer> transports = new LinkedHashMap<>();
        stats.transports().forEach((transport, count) -> transports.put(transport.wireName(), count));
        shown.put("transports", transports);
        return shown;
    }

    /**
     * Returns the connections one by one, at most 1,000, in order of arrival.
     *
     * @param what {@code connections}
     * @param route lists only tabs whose route equals this one or begins with it; null for all
     */
    @ReadOperation
    public Map<String, Object> connections(@Selector String what, @Nullable String route) {
        require(what.equals("connections"), what, "connections");
        List<ConnectionInfo> all = rollcall.connections(target(route));
        return Map.of(
                "matched",
                all.size(),
                "connections",
                all.stream().limit(MAX_LISTED).map(RollcallEndpoint::shown).toList());
    }

    /**
     * Gives a command, with the same checks as every other way in. It stands in the audit list under the name of the person
     * who is signed in, or as {@code actuator} when the endpoint needs no signing in.
     *
     * @param security the caller
     * @param what {@code invalidate} makes tabs reload; {@code announce} makes a version current and notifies outdated tabs
     * @param route for {@code invalidate}: only tabs whose route equals this one or begins with it; null for all
     * @param version for {@code announce}: the version
     * @return how many tabs it meant; 503 with the reason when it could not be kept, and so was not carried out
     */
    @WriteOperation
    public WebEndpointResponse<Map<String, Object>> command(
            SecurityContext security, @Selector String what, @Nullable String route, @Nullable String version) {
        require(what.equals("invalidate") || what.equals("announce"), what, "invalidate or announce");
        try {
            Order order = what.equals("invalidate") ? Order.reload(target(route)) : release(version);
            int matched = rollcall.give(order, actor(security)).matched();
            return new WebEndpointResponse<>(
                    what.equals("invalidate")
                            ? Map.of("matched", matched)
                            : Map.of("matched", matched, "current", rollcall.currentVersion()));
        } catch (JournalException e) {
            return new WebEndpointResponse<>(
                    Map.of("error", String.valueOf(e.getMessage())), WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
        } catch (IllegalArgumentException e) {
            throw new InvalidEndpointRequestException(String.valueOf(e.getMessage()), what, e);
        }
    }

    private static Order release(@Nullable String version) {
        if (version == null) {
            throw new IllegalArgumentException("version: missing (expected: the version to announce)");
        }
        return Order.release(version, false);
    }

    private static Actor actor(SecurityContext security) {
        Principal principal = security.getPrincipal();
        String name = principal == null ? null : principal.getName();
        return new Actor(name == null || name.isEmpty() ? "actuator" : name, Actor.Via.APPLICATION);
    }

    /** Uses the names of the contract's own JSON. */
    private static Map<String, Object> shown(ConnectionInfo connection) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", connection.id());
        shown.put("version", connection.version());
        shown.put("route", connection.route());
        if (connection.ip() != null) {
            shown.put("ip", connection.ip());
        }
        if (connection.user() != null) {
            shown.put("user", connection.user());
        }
        shown.put("transport", connection.transport().wireName());
        shown.put("since", connection.since());
        return shown;
    }

    private static Target target(@Nullable String route) {
        return route == null || route.isEmpty() ? Target.all() : Target.route(route);
    }

    private static void require(boolean known, String what, String expected) {
        if (!known) {
            throw new InvalidEndpointRequestException("operation: unknown (expected: " + expected + ")", what);
        }
    }
}

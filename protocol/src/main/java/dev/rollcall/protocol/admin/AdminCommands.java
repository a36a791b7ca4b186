// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.command.Action;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.rollout.Commands;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.command.OrderJson;
import dev.rollcall.protocol.json.JsonTree;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How people and CI give commands: reads an order, gives it or counts what it would reach, writes the outcome.
 * Thread-safe.
 */
final class AdminCommands {

    private static final Set<String> RELEASE_FIELDS = Set.of("version", "force", "dryRun");
    private static final Set<String> COMMAND_FIELDS = Set.of("action", "target", "message", "dryRun");
    private static final Set<String> LATER_FIELDS = Set.of("spread", "deadline");

    private final Commands commands;
    private final AdminGate gate;

    AdminCommands(Commands commands, AdminGate gate) {
        this.commands = commands;
        this.gate = gate;
    }

    /** {@code POST /admin/releases}. */
    CompletionStage<Response> release(AdminRequest asked) {
        return given(asked, RELEASE_FIELDS, OrderJson::release, AdminJson::release);
    }

    /** {@code POST /admin/commands}. */
    CompletionStage<Response> command(AdminRequest asked) {
        return given(asked, COMMAND_FIELDS, OrderJson::command, AdminJson::command);
    }

    /** Returns the secret in the body of a request, where 1.x clients put it; null when there is none. */
    static @Nullable String secretInBody(AdminRequest asked) {
        Map<String, @Nullable Object> body =
                asked.request().isJson() ? JsonTree.read(asked.request().body()) : null;
        return body != null && body.get("secret") instanceof String secret ? secret : null;
    }

    /** {@code POST /admin/invalidate-route}. Fields that are not known do not matter. */
    CompletionStage<Response> invalidateRoute(AdminRequest asked) {
        return given(asked, null, OrderJson::invalidateRoute, AdminJson::invalidated);
    }

    /** @param understood the fields that are understood; null when others do not matter */
    private CompletionStage<Response> given(
            AdminRequest asked,
            @Nullable Set<String> understood,
            Function<Map<String, @Nullable Object>, Order> read,
            Function<Outcome, byte[]> write) {
        Caller caller = asked.caller();
        if (caller == null) {
            return AdminGate.now(gate.refuse(asked, null));
        }
        if (!caller.may(Scope.ANNOUNCE) && !caller.may(Scope.RELOAD)) {
            return AdminGate.now(gate.refuseScopes(asked, EnumSet.of(Scope.ANNOUNCE, Scope.RELOAD)));
        }
        if (!asked.request().isJson()) {
            return AdminGate.now(Responses.error(415, "content type (expected: application/json)"));
        }
        Map<String, @Nullable Object> body = JsonTree.read(asked.request().body());
        if (body == null) {
            return AdminGate.now(Responses.error(400, "body: not a JSON object (expected: {\"...\":...})"));
        }
        try {
            refuseUnknown(body, understood);
            Order order = read.apply(body);
            Response refused = refusal(asked, caller, order);
            if (refused != null) {
                return AdminGate.now(refused);
            }
            order = order.narrowedTo(caller.limits().target());
            Actor actor = gate.actor(asked, caller);
            boolean dryRun = OrderJson.flag(body, "dryRun");
            CompletionStage<Outcome> outcome = dryRun ? commands.dryRun(order, actor) : commands.give(order, actor);
            return outcome.thenApply(known -> Responses.json(200, write.apply(known)))
                    .exceptionally(failure -> gate.notKept(asked, failure));
        } catch (IllegalArgumentException e) {
            return AdminGate.now(Responses.error(400, String.valueOf(e.getMessage())));
        }
    }

    /** Returns why a caller may not give an order; null when they may. */
    private @Nullable Response refusal(AdminRequest asked, Caller caller, Order order) {
        Set<Scope> needed = scopes(order.action());
        if (!needed.stream().allMatch(caller::may)) {
            return gate.refuseScopes(asked, needed);
        }
        boolean limited = order.action() instanceof Action.ReleaseVersion
                && !caller.limits().isNone();
        return limited
                ? gate.refused(
                        asked,
                        Refusal.ACCESS_TOKEN_LIMITS,
                        Responses.error(
                                403,
                                "this token is limited to " + caller.limits().target()
                                        + ", and a release is for all tabs (expected: a token without limits)"))
                : null;
    }

    /** Whatever makes tabs reload needs {@link Scope#RELOAD}; whatever tells them something needs {@link Scope#ANNOUNCE}. */
    private static Set<Scope> scopes(Action action) {
        if (action instanceof Action.ReleaseVersion release && release.force()) {
            return EnumSet.of(Scope.ANNOUNCE, Scope.RELOAD);
        }
        return EnumSet.of(action instanceof Action.Reload ? Scope.RELOAD : Scope.ANNOUNCE);
    }

    private static void refuseUnknown(Map<String, @Nullable Object> body, @Nullable Set<String> known) {
        for (String name : body.keySet()) {
            if (LATER_FIELDS.contains(name)) {
                throw new IllegalArgumentException(name + ": not available yet (expected: leave it out)");
            }
            if (known != null && !known.contains(name)) {
                throw new IllegalArgumentException("body: holds an unknown field (expected: any of "
                        + String.join(", ", new TreeSet<>(known)) + ")");
            }
        }
    }
}

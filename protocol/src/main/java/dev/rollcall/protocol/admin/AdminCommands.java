// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.command.Action;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.ConfirmationException;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.receipt.Receipt;
import dev.rollcall.core.rollout.Commands;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.command.OrderJson;
import dev.rollcall.protocol.command.PaceJson;
import dev.rollcall.protocol.deployment.ReleaseEvidence;
import dev.rollcall.protocol.deployment.ReleaseEvidence.Judgement;
import dev.rollcall.protocol.http.Query;
import dev.rollcall.protocol.json.JsonTree;
import dev.rollcall.protocol.json.JsonWriter;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How people and CI give commands: reads an order, gives it or counts what it would reach, writes the outcome.
 * Thread-safe.
 */
final class AdminCommands {

    private static final Set<String> RELEASE_FIELDS = withPace("version", "force", "dryRun", "unseen");
    private static final Set<String> COMMAND_FIELDS = withPace("action", "target", "message", "dryRun");
    private static final Set<String> INVALIDATE_FIELDS = withPace("route", "match", "dryRun");
    private static final String ABORTED = "aborted by hand";

    private final Commands commands;
    private final AdminGate gate;
    private final ReleaseEvidence evidence;
    private final Executor thread;

    /** @param thread where a release continues once other nodes have said what they know about its version */
    AdminCommands(Commands commands, AdminGate gate, ReleaseEvidence evidence, Executor thread) {
        this.thread = thread;
        this.commands = commands;
        this.gate = gate;
        this.evidence = evidence;
    }

    /** {@code POST /admin/releases}. */
    CompletionStage<Response> release(AdminRequest asked) {
        return gate.admit(
                asked,
                Scope.ANNOUNCE,
                actor -> evidence.judge(body(asked)).thenComposeAsync(judged -> release(asked, judged), thread));
    }

    private CompletionStage<Response> release(AdminRequest asked, Judgement judged) {
        String refusal = judged.refusal();
        return refusal == null
                ? given(
                        asked,
                        RELEASE_FIELDS,
                        AdminCommands::releaseOrder,
                        outcome -> AdminJson.release(outcome, judged.warning()))
                : AdminGate.now(Responses.error(409, refusal));
    }

    private static Order releaseOrder(Map<String, @Nullable Object> body) {
        OrderJson.flag(body, "unseen"); // it was judged already, unless it is not a boolean
        return OrderJson.release(body);
    }

    /** Returns the fields of a request; none when it is not JSON, which {@link #given} answers. */
    private static Map<String, @Nullable Object> body(AdminRequest asked) {
        Map<String, @Nullable Object> body =
                asked.request().isJson() ? JsonTree.read(asked.request().body()) : null;
        return body == null ? Map.of() : body;
    }

    /** {@code POST /admin/commands}. */
    CompletionStage<Response> command(AdminRequest asked) {
        return given(asked, COMMAND_FIELDS, OrderJson::command, AdminJson::command);
    }

    /** {@code DELETE /admin/commands/<id>}: tabs whose moment has not come are let off. */
    CompletionStage<Response> abort(AdminRequest asked, String id) {
        return gate.admit(asked, Scope.RELOAD, actor -> aborted(asked, actor, id));
    }

    private CompletionStage<Response> aborted(AdminRequest asked, Actor actor, String id) {
        Receipt receipt = commands.receipts().find(id);
        if (receipt == null) {
            return AdminGate.now(AdminReads.unknownCommand());
        }
        if (isForeign(receipt, asked.caller())) {
            return AdminGate.now(
                    gate.refused(
                            asked,
                            Refusal.ACCESS_TOKEN_LIMITS,
                            Responses.error(
                                    403,
                                    "this token has limits, and the command was not given with it (expected: a token without limits)")));
        }
        if (receipt.state() != Receipt.State.RUNNING) {
            return AdminGate.now(Responses.json(200, AdminJson.aborted(receipt, null)));
        }
        String reason = Query.parse(asked.request().query()).first("reason");
        try {
            Order order = Order.abort(id, reason == null || reason.isBlank() ? ABORTED : reason);
            return commands.give(order, actor)
                    .thenApply(outcome -> Responses.json(200, AdminJson.aborted(receipt, outcome)))
                    .exceptionally(failure -> gate.notKept(asked, failure));
        } catch (IllegalArgumentException e) {
            return AdminGate.now(Responses.error(400, String.valueOf(e.getMessage())));
        }
    }

    /** A caller that may reach only some tabs may abort only its own commands. */
    private static boolean isForeign(Receipt receipt, @Nullable Caller caller) {
        return caller != null
                && caller.token() != null
                && !caller.limits().isNone()
                && !caller.token().id().equals(receipt.command().by().token());
    }

    private static Set<String> withPace(String... own) {
        Set<String> all = new HashSet<>(PaceJson.FIELDS);
        all.addAll(List.of(own));
        return Set.copyOf(all);
    }

    /** Returns the secret in the body of a request, where 1.x clients put it; null when there is none. */
    static @Nullable String secretInBody(AdminRequest asked) {
        return body(asked).get("secret") instanceof String secret ? secret : null;
    }

    /**
     * {@code POST /admin/invalidate-route}. Unknown fields are ignored, and nothing has to be confirmed: its callers
     * were written for 1.x.
     */
    CompletionStage<Response> invalidateRoute(AdminRequest asked) {
        return given(
                asked,
                null,
                body -> OrderJson.invalidateRoute(body).confirmed(Integer.MAX_VALUE),
                AdminJson::invalidated);
    }

    /** As {@link #invalidateRoute}, with the rules of every other command: for callers other than 1.x. */
    CompletionStage<Response> invalidate(AdminRequest asked) {
        return given(asked, INVALIDATE_FIELDS, OrderJson::invalidate, AdminJson::invalidated);
    }

    /** @param understood the fields that are understood; null when other fields are ignored */
    private CompletionStage<Response> given(
            AdminRequest asked,
            @Nullable Set<String> understood,
            Function<Map<String, @Nullable Object>, Order> read,
            Function<Outcome, JsonWriter> write) {
        Caller caller = asked.caller();
        if (caller == null) {
            return AdminGate.now(gate.refuse(asked, null));
        }
        if (!caller.may(Scope.ANNOUNCE) && !caller.may(Scope.RELOAD)) {
            return AdminGate.now(gate.refuseScopes(asked, "announce or reload"));
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
            PaceJson.refuseBoth(body);
            Order wanted = read.apply(body);
            Response refused = refusal(asked, caller, wanted);
            if (refused != null) {
                return AdminGate.now(refused);
            }
            Order order = caller.limits().isNone()
                    ? wanted
                    : wanted.only(caller.limits().target());
            Actor actor = gate.actor(asked, caller);
            boolean dryRun = OrderJson.flag(body, "dryRun");
            CompletionStage<Outcome> outcome = dryRun ? commands.dryRun(order, actor) : commands.give(order, actor);
            return outcome.thenApply(known -> Responses.json(200, answer(known, order, actor, write)))
                    .exceptionally(failure -> refused(asked, failure));
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

    /** A dry run also says whether the command has to be confirmed. */
    private byte[] answer(Outcome outcome, Order order, Actor actor, Function<Outcome, JsonWriter> write) {
        JsonWriter json = write.apply(outcome);
        if (outcome.status() == Outcome.Status.DRY_RUN && commands.needsConfirmation(order, actor, outcome.matched())) {
            json.name("confirm").value(outcome.matched());
        }
        return json.endObject().toBytes();
    }

    private Response refused(AdminRequest asked, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof ConfirmationException unconfirmed) {
            return Responses.json(409, AdminJson.unconfirmed(unconfirmed));
        }
        return cause instanceof IllegalArgumentException misfit
                ? Responses.error(400, String.valueOf(misfit.getMessage()))
                : gate.notKept(asked, failure);
    }

    private static void refuseUnknown(Map<String, @Nullable Object> body, @Nullable Set<String> known) {
        for (String name : body.keySet()) {
            if (known != null && !known.contains(name)) {
                throw new IllegalArgumentException("body: holds an unknown field (expected: any of "
                        + String.join(", ", new TreeSet<>(known)) + ")");
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.rollout.Actor;
import dev.rollcall.core.rollout.Command;
import dev.rollcall.core.rollout.Release;
import dev.rollcall.core.rollout.Rollouts;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.command.TargetJson;
import dev.rollcall.protocol.http.Checked;
import dev.rollcall.protocol.http.Text;
import dev.rollcall.protocol.http.Version;
import dev.rollcall.protocol.json.JsonTree;
import dev.rollcall.protocol.wire.MessageEncoder;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people and CI have tabs told. Each command is logged with who gave it and how many it reached. Thread-safe. */
final class AdminCommands {

    private static final Logger LOG = LoggerFactory.getLogger(AdminCommands.class);
    private static final int MAX_TYPE = 128;
    private static final Set<String> RELEASE_FIELDS = Set.of("version", "force", "dryRun");
    private static final Set<String> COMMAND_FIELDS = Set.of("action", "target", "message", "dryRun");
    private static final Set<String> LATER_FIELDS = Set.of("spread", "deadline");

    private final Rollouts rollouts;
    private final AdminGate gate;

    AdminCommands(Rollouts rollouts, AdminGate gate) {
        this.rollouts = rollouts;
        this.gate = gate;
    }

    /** {@code POST /admin/releases}. */
    Response release(Request request, InetAddress client) {
        return gate.admit(
                request, client, Scope.COMMAND, actor -> obeyed(request, RELEASE_FIELDS, body -> release(body, actor)));
    }

    /** {@code POST /admin/commands}. */
    Response command(Request request, InetAddress client) {
        return gate.admit(
                request, client, Scope.COMMAND, actor -> obeyed(request, COMMAND_FIELDS, body -> command(body, actor)));
    }

    /** {@code POST /admin/invalidate-route}. The secret may stand in the body. */
    Response invalidateRoute(Request request, InetAddress client) {
        String presented = AdminGate.secret(request);
        if (presented == null && request.isJson()) {
            Map<String, @Nullable Object> body = JsonTree.read(request.body());
            presented = body != null && body.get("secret") instanceof String secret ? secret : null;
        }
        return gate.admit(
                request,
                presented,
                client,
                Scope.COMMAND,
                actor -> obeyed(request, null, body -> invalidated(body, actor)));
    }

    /** @param fields the fields that are understood; null when others do not matter */
    private static Response obeyed(
            Request request, @Nullable Set<String> fields, Function<Map<String, @Nullable Object>, byte[]> obey) {
        if (!request.isJson()) {
            return Responses.error(415, "content type (expected: application/json)");
        }
        Map<String, @Nullable Object> body = JsonTree.read(request.body());
        if (body == null) {
            return Responses.error(400, "body: not a JSON object (expected: {\"...\":...})");
        }
        try {
            refuseUnknown(body, fields);
            return Responses.json(200, obey.apply(body));
        } catch (IllegalArgumentException e) {
            return Responses.error(400, String.valueOf(e.getMessage()));
        }
    }

    private static void refuseUnknown(Map<String, @Nullable Object> body, @Nullable Set<String> fields) {
        for (String name : body.keySet()) {
            if (LATER_FIELDS.contains(name)) {
                throw new IllegalArgumentException(name + ": not available yet (expected: leave it out)");
            }
            if (fields != null && !fields.contains(name)) {
                throw new IllegalArgumentException(
                        "body: holds an unknown field (expected: any of " + String.join(", ", sorted(fields)) + ")");
            }
        }
    }

    private byte[] release(Map<String, @Nullable Object> body, Actor actor) {
        if (!(body.get("version") instanceof String version)) {
            throw new IllegalArgumentException("version: missing or not text (expected: {\"version\":\"2.0.1\"})");
        }
        if (Version.of(version) instanceof Checked.Misfit misfit) {
            throw new IllegalArgumentException(misfit.reason());
        }
        boolean force = flag(body, "force");
        String previous = rollouts.currentVersion();
        if (flag(body, "dryRun")) {
            boolean tells = force || !version.equals(previous);
            return AdminJson.plannedRelease(version, previous, tells ? rollouts.countOthers(version) : 0);
        }
        Release release = rollouts.announce(version, force, actor);
        if (release == null) {
            return AdminJson.unchangedRelease(version);
        }
        audit("release", "on another version", version, actor, release.told());
        return AdminJson.release(release, previous);
    }

    private byte[] command(Map<String, @Nullable Object> body, Actor actor) {
        Target target = TargetJson.of(body.get("target"));
        Object action = body.get("action");
        Function<Actor, Command> order = order(action, target, body);
        if (flag(body, "dryRun")) {
            return AdminJson.plannedCommand(String.valueOf(action), target.toString(), rollouts.count(target));
        }
        return AdminJson.command(audited(order.apply(actor)));
    }

    private Function<Actor, Command> order(@Nullable Object action, Target target, Map<String, @Nullable Object> body) {
        if ("message".equals(action)) {
            Message message = message(body.get("message"));
            return actor -> rollouts.send(target, message, actor);
        }
        if (body.containsKey("message")) {
            throw new IllegalArgumentException("message: only for the action message (expected: leave it out)");
        }
        if ("reload".equals(action)) {
            return actor -> rollouts.reload(target, actor);
        }
        if ("announce".equals(action)) {
            return actor -> rollouts.announce(target, actor);
        }
        throw new IllegalArgumentException("action: missing or unknown (expected: reload, announce or message)");
    }

    private byte[] invalidated(Map<String, @Nullable Object> body, Actor actor) {
        if (!(body.get("route") instanceof String route) || route.isEmpty()) {
            throw new IllegalArgumentException("route: missing (expected: {\"route\":\"/checkout\"})");
        }
        Target target = TargetJson.route(route, body.get("match"));
        return AdminJson.invalidated(
                route,
                flag(body, "dryRun")
                        ? rollouts.count(target)
                        : audited(rollouts.reload(target, actor)).matched());
    }

    private static Message message(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> given) || !(given.get("type") instanceof String type)) {
            throw new IllegalArgumentException(
                    "message: missing or without a type (expected: {\"type\":\"welcome\",...})");
        }
        if (type.isBlank() || type.length() > MAX_TYPE || !Text.printable(type) || MessageEncoder.isReserved(type)) {
            throw new IllegalArgumentException("message.type: does not fit (expected: 1 to " + MAX_TYPE
                    + " printable characters that are no type of the contract itself)");
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        given.forEach((name, field) -> fields.put(String.valueOf(name), field));
        fields.remove("type");
        return Message.of(type, fields);
    }

    private static Command audited(Command command) {
        audit(command.action().wireName(), command.target(), command.detail(), command.by(), command.matched());
        return command;
    }

    private static void audit(String action, String target, String detail, Actor by, int matched) {
        LOG.info(
                "Command {} ({}) to {} tabs: {}; by {}, {}",
                action,
                detail,
                matched,
                target,
                by.name(),
                by.via().wireName());
    }

    private static boolean flag(Map<String, @Nullable Object> body, String name) {
        Object value = body.get(name);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        throw new IllegalArgumentException(name + ": not a truth value (expected: true or false)");
    }

    private static Iterable<String> sorted(Set<String> fields) {
        return fields.stream().sorted().toList();
    }
}

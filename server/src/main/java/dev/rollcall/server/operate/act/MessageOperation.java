// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate.act;

import dev.rollcall.protocol.json.JsonTree;
import dev.rollcall.server.operate.Body;
import dev.rollcall.server.operate.Given;
import dev.rollcall.server.operate.Operation;
import dev.rollcall.server.operate.Option;
import dev.rollcall.server.operate.Outcomes;
import dev.rollcall.server.operate.Pace;
import dev.rollcall.server.operate.Session;
import dev.rollcall.server.operate.Targets;
import dev.rollcall.server.remote.Failure;
import dev.rollcall.server.remote.Reply;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code rollcall message}: sends tabs one of the application's own messages. Stateless. */
public final class MessageOperation implements Operation {

    /** Makes the command. */
    public MessageOperation() {}

    @Override
    public String description() {
        return "Sends tabs a message of your own, which the page's code receives.";
    }

    @Override
    public List<String> parameters() {
        return List.of("TYPE");
    }

    @Override
    public List<Option> options() {
        Option data = Option.value("--data", "JSON", "The other fields of the message, as a JSON object.");
        return Stream.concat(Stream.of(data, Pace.DRY_RUN), Targets.OPTIONS.stream())
                .toList();
    }

    @Override
    public List<String> examples() {
        return List.of(
                "rollcall message maintenance --all --data '{\"minutes\": 5}'",
                "rollcall message sale-ended --route /cart --dry-run");
    }

    @Override
    public int run(Given given, Session session) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("type", given.parameters().get(0));
        message.putAll(data(given.text("--data")));
        Body body = new Body()
                .with("action", "message")
                .with("target", Targets.read(given))
                .with("message", message)
                .with("dryRun", given.has("--dry-run"));
        Reply reply = session.calls().post("/admin/commands", body.toBytes());
        return Outcomes.print(session, reply, " sent the message", " would be sent the message");
    }

    private static Map<String, @Nullable Object> data(@Nullable String json) {
        if (json == null) {
            return Map.of();
        }
        Map<String, @Nullable Object> fields = JsonTree.readOwn(json.getBytes(StandardCharsets.UTF_8));
        if (fields == null || fields.containsKey("type")) {
            throw Failure.usage("--data: not a JSON object, or one with a type (expected: such as '{\"minutes\": 5}')");
        }
        return fields;
    }
}

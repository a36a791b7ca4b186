// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.wire;

import dev.rollcall.core.message.DataMessage;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.stats.StatsDelta;
import dev.rollcall.core.stats.StatsMessage;
import dev.rollcall.protocol.json.JsonWriter;
import dev.rollcall.protocol.json.StatsJson;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Messages as JSON, once for all who receive them. */
public final class MessageEncoder {

    private static final Set<String> KNOWN =
            Set.of("connected", "keepalive", "pong", "stats-unauthorized", "version", "reconnect");

    private MessageEncoder() {}

    /** Whether a type is one of the contract's own, which an application must not send. */
    public static boolean isReserved(String type) {
        return KNOWN.contains(type) || type.startsWith("stats");
    }

    /** The shared bytes of a message, made on first use. Of {@code stats}, the object is still open: see {@link #tail}. */
    public static EncodedMessage encoded(Message message) {
        return message.encoded(MessageEncoder::encode);
    }

    /** What closes a {@code stats} message for one subscriber: its own public id. */
    public static byte[] tail(String yourId) {
        return (",\"yourId\":\"" + yourId + "\"}").getBytes(StandardCharsets.US_ASCII);
    }

    private static EncodedMessage encode(Message message) {
        if (message instanceof StatsMessage stats) {
            return EncodedMessage.of("stats", StatsJson.message(stats));
        }
        if (message instanceof StatsDelta delta) {
            return EncodedMessage.of("stats-delta", StatsJson.delta(delta));
        }
        if (message instanceof DataMessage data) {
            byte[] json = data(data);
            return data.type().equals("reconnect") && data.fields().get("after") instanceof Long after
                    ? EncodedMessage.withRetry(data.type(), json, after)
                    : EncodedMessage.of(KNOWN.contains(data.type()) ? data.type() : "custom", json);
        }
        throw new IllegalArgumentException("message: " + message.getClass() + " (expected: one made by Message.of)");
    }

    private static byte[] data(DataMessage message) {
        JsonWriter json = new JsonWriter(128).beginObject().name("type").value(message.type());
        message.fields().forEach((name, value) -> json.name(name).value(value));
        return json.endObject().toBytes();
    }
}

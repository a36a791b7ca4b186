// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.wire;

import dev.rollcall.core.message.DataMessage;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.message.Recipient;
import dev.rollcall.core.stats.StatsDelta;
import dev.rollcall.core.stats.StatsMessage;
import dev.rollcall.protocol.json.JsonWriter;
import dev.rollcall.protocol.json.StatsJson;
import java.util.Map;
import java.util.Set;

/** Encodes messages as JSON: the part that is the same for all once, and the tail for each tab. Pure functions. */
public final class MessageEncoder {

    private static final Set<String> KNOWN =
            Set.of("connected", "keepalive", "pong", "stats-unauthorized", "version", "reconnect");

    private MessageEncoder() {}

    /** Whether a type is one of the contract's own, which an application must not send. */
    public static boolean isReserved(String type) {
        return KNOWN.contains(type) || type.startsWith("stats");
    }

    /** Returns a message as one tab receives it. The shared bytes are made on first use. */
    public static TabFrame frame(Message message, Recipient recipient) {
        EncodedMessage encoded = message.encoded(MessageEncoder::encode);
        return message.hasTail() ? new TabFrame(encoded, tail(message.tail(recipient))) : encoded.whole();
    }

    /** Encodes a message; where it has a tail, its object stays open. */
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
        return (message.hasTail() ? json : json.endObject()).toBytes();
    }

    /** An object of these fields that goes on where the shared part stops: with a comma instead of the opening brace. */
    private static byte[] tail(Map<String, ?> fields) {
        JsonWriter json = new JsonWriter(64).beginObject();
        fields.forEach((name, value) -> json.name(name).value((Object) value));
        byte[] tail = json.endObject().toBytes();
        if (tail.length > 2) {
            tail[0] = ',';
            return tail;
        }
        return new byte[] {'}'};
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.node;

import dev.rollcall.core.cluster.InForce;
import dev.rollcall.core.cluster.LogEntry;
import dev.rollcall.core.cluster.NodeCard;
import dev.rollcall.core.cluster.NodeCodec;
import dev.rollcall.core.cluster.NodeMessage;
import dev.rollcall.core.cluster.Picture;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.counts.Sample;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.protocol.command.CommandJson;
import dev.rollcall.protocol.command.FunnelJson;
import dev.rollcall.protocol.json.ConnectionJson;
import dev.rollcall.protocol.json.JsonWriter;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What nodes write to each other, as JSON. Everything has a {@code form}, a {@code type} and {@code from}, the node that
 * writes:
 *
 * <pre>{@code
 * {"form":1,"type":"changed","from":"1z141z3","seq":7,"total":120,"observers":1,
 *  "transports":{"websocket":120},"versions":{"build-2":0,"build-3":120},"routes":{"/":77}}
 * }</pre>
 *
 * Unknown fields are ignored: they come from a newer Rollcall. Thread-safe.
 */
public enum NodeJson implements NodeCodec {
    /** The only one: it has no state. */
    INSTANCE;

    @Override
    public byte[] write(NodeCard card) {
        JsonWriter json = begin("card", card.node());
        json.name("name").value(card.name()).name("software").value(card.software());
        json.name("state").value(card.state().wireName());
        json.name("uptime").value(card.uptimeMillis());
        json.name("total").value(card.total()).name("observers").value(card.observers());
        json.name("versions").counts(card.versions());
        json.name("room").value((Object) card.room());
        json.name("seq").value(card.seq()).name("watches").value(card.watches());
        json.name("configured").value(card.configured());
        InForce current = card.current();
        if (current != null) {
            json.name("current").beginObject().name("number").value(current.number());
            json.name("rollback").value(current.rollback());
            CommandJson.write(json.name("release"), current.release());
            json.endObject();
        }
        return json.endObject().toBytes();
    }

    @Override
    public NodeCard readCard(byte[] card) {
        Fields fields = Fields.of(card);
        return new NodeCard(
                fields.node("from"),
                fields.text("name"),
                fields.text("software"),
                fields.text("state").equals(NodeCard.State.LEAVING.wireName())
                        ? NodeCard.State.LEAVING
                        : NodeCard.State.UP,
                fields.number("uptime"),
                fields.count("total"),
                fields.count("observers"),
                fields.counts("versions"),
                fields.all().get("room") == null ? null : fields.count("room"),
                fields.number("seq"),
                fields.flag("watches"),
                fields.text("configured"),
                current(fields.object("current")));
    }

    private static @Nullable InForce current(@Nullable Fields fields) {
        if (fields == null) {
            return null;
        }
        return new InForce(
                fields.number("number"),
                fields.flag("rollback"),
                CommandJson.read(required(fields, "release").all()));
    }

    @Override
    public byte[] write(NodeMessage message) {
        if (message instanceof NodeMessage.Whole whole) {
            return picture(begin("whole", whole.from()).name("seq").value(whole.seq()), whole.picture());
        } else if (message instanceof NodeMessage.Changed changed) {
            return picture(begin("changed", changed.from()).name("seq").value(changed.seq()), changed.change());
        } else if (message instanceof NodeMessage.Moving moving) {
            JsonWriter json =
                    begin("moving", moving.from()).name("of").value(moving.of().text());
            return picture(json.name("own").value(moving.total()), moving.moved());
        } else if (message instanceof NodeMessage.Watch watch) {
            return begin("watch", watch.from()).endObject().toBytes();
        } else if (message instanceof NodeMessage.Left left) {
            return begin("left", left.from()).endObject().toBytes();
        } else if (message instanceof NodeMessage.Ask ask) {
            JsonWriter json = begin("ask", ask.from()).name("id").value(ask.id());
            return body(json.name("topic").value(ask.topic()), ask.body());
        } else if (message instanceof NodeMessage.Reply reply) {
            return body(begin("reply", reply.from()).name("id").value(reply.id()), reply.body());
        } else if (message instanceof NodeMessage.Done done) {
            JsonWriter json = begin("done", done.from()).name("command").value(done.command());
            json.name("matched").value(done.matched()).name("skipped").value(done.skipped());
            return json.endObject().toBytes();
        } else if (message instanceof NodeMessage.Progress progress) {
            JsonWriter json = begin("progress", progress.from());
            CommandJson.write(json.name("command"), progress.command());
            json.name("elapsed").value(progress.elapsedMillis());
            FunnelJson.ended(json.name("ended"), progress.ended());
            FunnelJson.write(json, progress.funnel());
            return json.endObject().toBytes();
        } else if (message instanceof NodeMessage.Settled settled) {
            JsonWriter json = begin("settled", settled.from()).name("command").value(settled.command());
            json.name("matched").value(settled.matched()).name("answered").value(settled.answered());
            return json.name("nodes").value(settled.nodes()).endObject().toBytes();
        }
        throw new IllegalArgumentException("unknown message: " + message);
    }

    @Override
    public NodeMessage readMessage(byte[] message) {
        Fields fields = Fields.of(message);
        NodeId from = fields.node("from");
        String type = fields.text("type");
        return switch (type) {
            case "whole" -> new NodeMessage.Whole(from, fields.number("seq"), picture(fields));
            case "changed" -> new NodeMessage.Changed(from, fields.number("seq"), picture(fields));
            case "moving" -> new NodeMessage.Moving(from, fields.node("of"), picture(fields), fields.count("own"));
            case "watch" -> new NodeMessage.Watch(from);
            case "left" -> new NodeMessage.Left(from);
            case "ask" ->
                new NodeMessage.Ask(
                        from,
                        fields.number("id"),
                        fields.text("topic"),
                        Objects.requireNonNullElse(fields.bytes("body"), new byte[0]));
            case "reply" -> new NodeMessage.Reply(from, fields.number("id"), fields.bytes("body"));
            case "done" ->
                new NodeMessage.Done(from, fields.text("command"), fields.count("matched"), fields.flag("skipped"));
            case "progress" ->
                new NodeMessage.Progress(
                        from,
                        CommandJson.read(required(fields, "command").all()),
                        fields.number("elapsed"),
                        FunnelJson.ended(fields.all().get("ended")),
                        FunnelJson.read(fields.all()));
            case "settled" ->
                new NodeMessage.Settled(
                        from,
                        fields.text("command"),
                        fields.count("matched"),
                        fields.count("answered"),
                        fields.count("nodes"));
            default -> throw new IllegalArgumentException("type: " + type + " is not known");
        };
    }

    @Override
    public byte[] write(LogEntry entry) {
        if (entry instanceof LogEntry.Given given) {
            JsonWriter json = begin("given", given.from()).name("rollback").value(given.rollback());
            CommandJson.write(json.name("command"), given.command());
            return json.endObject().toBytes();
        } else if (entry instanceof LogEntry.Shared shared) {
            return body(begin("shared", shared.from()).name("topic").value(shared.topic()), shared.body());
        }
        throw new IllegalArgumentException("unknown entry: " + entry);
    }

    @Override
    public LogEntry readEntry(byte[] entry) {
        Fields fields = Fields.of(entry);
        NodeId from = fields.node("from");
        String type = fields.text("type");
        return switch (type) {
            case "given" ->
                new LogEntry.Given(
                        from, CommandJson.read(required(fields, "command").all()), fields.flag("rollback"));
            case "shared" ->
                new LogEntry.Shared(
                        from, fields.text("topic"), Objects.requireNonNullElse(fields.bytes("body"), new byte[0]));
            default -> throw new IllegalArgumentException("type: " + type + " is not known");
        };
    }

    private static Fields required(Fields fields, String name) {
        Fields object = fields.object(name);
        if (object == null) {
            throw new IllegalArgumentException(name + ": missing or not an object");
        }
        return object;
    }

    private static JsonWriter begin(String type, NodeId from) {
        JsonWriter json = new JsonWriter(256).beginObject().name("form").value(Fields.FORM);
        return json.name("type").value(type).name("from").value(from.text());
    }

    private static byte[] body(JsonWriter json, byte @Nullable [] body) {
        if (body != null) {
            json.name("body").value(Base64.getEncoder().encodeToString(body));
        }
        return json.endObject().toBytes();
    }

    private static byte[] picture(JsonWriter json, Picture picture) {
        json.name("total").value(picture.total()).name("observers").value(picture.observers());
        json.name("transports").beginObject();
        picture.transports()
                .forEach((transport, count) -> json.name(transport.wireName()).value(count.longValue()));
        json.endObject();
        json.name("versions").counts(picture.versions());
        json.name("routes").counts(picture.routes());
        Sample oldest = picture.oldest();
        if (!oldest.equals(Sample.NONE)) {
            json.name("oldest").beginObject().name("more").value(oldest.more());
            ConnectionJson.write(json.name("connections"), oldest.connections());
            json.name("gone").value(oldest.gone()).endObject();
        }
        return json.endObject().toBytes();
    }

    /** Nodes of earlier versions do not send them. */
    private static Sample oldest(@Nullable Fields fields) {
        return fields == null
                ? Sample.NONE
                : new Sample(
                        ConnectionJson.read(fields.all().get("connections")),
                        fields.all().get("gone") instanceof List<?> gone
                                ? gone.stream().map(String::valueOf).toList()
                                : List.of(),
                        fields.flag("more"));
    }

    private static Picture picture(Fields fields) {
        Map<String, Integer> named = fields.counts("transports");
        Map<Transport, Integer> transports = new EnumMap<>(Transport.class);
        for (Transport transport : Transport.values()) {
            transports.put(transport, named.getOrDefault(transport.wireName(), 0));
        }
        return new Picture(
                fields.count("total"),
                fields.count("observers"),
                transports,
                fields.counts("versions"),
                fields.counts("routes"),
                oldest(fields.object("oldest")));
    }
}

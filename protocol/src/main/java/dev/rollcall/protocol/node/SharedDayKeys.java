// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.node;

import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.protocol.http.address.DayKeys;
import dev.rollcall.protocol.json.JsonTree;
import dev.rollcall.protocol.json.JsonWriter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Lets all nodes hash addresses with the same keys: each asks every node that it finds, and all of them at midnight,
 * and says what it holds itself. The keys are only in messages, never in anything that is kept. As JSON:
 *
 * <pre>{@code
 * {"keys":[{"day":20786,"made":1795910400000,"secret":"..."}]}
 * }</pre>
 */
public final class SharedDayKeys {

    private static final String TOPIC = "day-keys";

    private final Cluster cluster;
    private final DayKeys keys;

    private SharedDayKeys(Cluster cluster, DayKeys keys) {
        this.cluster = cluster;
        this.keys = keys;
    }

    /** Shares keys from now on. Does nothing on a node that is alone. */
    public static void share(Cluster cluster, DayKeys keys) {
        if (!cluster.isAlone()) {
            SharedDayKeys shared = new SharedDayKeys(cluster, keys);
            cluster.answer(TOPIC, shared::answer);
            keys.onNewDay(shared::askAll);
            cluster.onJoined(shared::ask);
        }
    }

    private CompletableFuture<byte[]> answer(byte[] offered) {
        keys.take(read(offered));
        return CompletableFuture.completedFuture(write(keys.held()));
    }

    private void ask(NodeId node) {
        cluster.ask(node, TOPIC, write(keys.held())).thenAccept(answer -> keys.take(read(answer)));
    }

    private void askAll() {
        cluster.askOthers(TOPIC, write(keys.held()))
                .thenAccept(answers -> answers.values().forEach(answer -> keys.take(read(answer))));
    }

    private static byte[] write(List<DayKeys.Key> held) {
        JsonWriter json = new JsonWriter(256).beginObject().name("keys").beginArray();
        for (DayKeys.Key key : held) {
            json.beginObject().name("day").value(key.day()).name("made").value(key.made());
            json.name("secret").value(Base64.getEncoder().encodeToString(key.secret()));
            json.endObject();
        }
        return json.endArray().endObject().toBytes();
    }

    /** @throws IllegalArgumentException when it does not hold keys */
    private static List<DayKeys.Key> read(byte[] utf8) {
        Map<String, @Nullable Object> fields = JsonTree.readOwn(utf8);
        if (fields == null || !(fields.get("keys") instanceof List<?> list)) {
            throw new IllegalArgumentException("not the JSON of keys");
        }
        return list.stream().map(SharedDayKeys::key).toList();
    }

    private static DayKeys.Key key(@Nullable Object json) {
        if (json instanceof Map<?, ?> fields
                && fields.get("day") instanceof Number day
                && fields.get("made") instanceof Number made
                && fields.get("secret") instanceof String secret) {
            return new DayKeys.Key(
                    day.longValue(), made.longValue(), Base64.getDecoder().decode(secret));
        }
        throw new IllegalArgumentException("not the JSON of a key");
    }
}

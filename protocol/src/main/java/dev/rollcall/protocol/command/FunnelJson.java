// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.command;

import dev.rollcall.core.funnel.Ended;
import dev.rollcall.core.funnel.Funnel;
import dev.rollcall.core.funnel.Place;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.protocol.json.JsonWriter;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a command has progressed on one node, as nodes tell each other and as it is kept. Unknown fields are ignored:
 * they come from a newer Rollcall. Pure functions.
 */
public final class FunnelJson {

    private FunnelJson() {}

    /** Writes the fields of a funnel into the object that is open. */
    public static void write(JsonWriter json, Funnel funnel) {
        Map<String, Integer> places = new HashMap<>();
        funnel.places().forEach((place, count) -> places.put(place.wireName(), count));
        json.name("places").counts(places);
        json.name("versions").counts(funnel.versions());
        json.name("reasons").counts(funnel.reasons());
        Map<String, Integer> adopted = new HashMap<>();
        funnel.adopted().forEach((node, count) -> adopted.put(node.text(), count));
        json.name("adopted").counts(adopted);
        json.name("deferredUntil").value(funnel.deferredUntil()).name("over").value(funnel.over());
    }

    /**
     * Reads a funnel.
     *
     * @throws IllegalArgumentException saying what does not fit
     */
    public static Funnel read(Map<String, @Nullable Object> fields) {
        EnumMap<Place, Integer> places = new EnumMap<>(Place.class);
        counts(fields, "places").forEach((name, count) -> {
            Place place = Place.named(name);
            if (place != null) {
                places.put(place, count);
            }
        });
        Map<NodeId, Integer> adopted = new HashMap<>();
        counts(fields, "adopted").forEach((name, count) -> {
            NodeId node = NodeId.parse(name);
            if (node != null) {
                adopted.put(node, count);
            }
        });
        return new Funnel(
                places,
                counts(fields, "versions"),
                counts(fields, "reasons"),
                adopted,
                ReleaseMemoryJson.number(fields, "deferredUntil"),
                OrderJson.flag(fields, "over"));
    }

    private static Map<String, Integer> counts(Map<String, @Nullable Object> fields, String name) {
        if (!(fields.get(name) instanceof Map<?, ?> object)) {
            throw new IllegalArgumentException(name + ": missing or not an object");
        }
        Map<String, Integer> counts = new HashMap<>();
        object.forEach((key, value) -> {
            if (!(value instanceof Integer count) || count < 0) {
                throw new IllegalArgumentException(name + ": holds something that is not a count");
            }
            counts.put(String.valueOf(key), count);
        });
        return counts;
    }

    /** Writes, as the next value, why a command goes no further; null while it still does. */
    public static void ended(JsonWriter json, @Nullable Ended ended) {
        if (ended == null) {
            json.value((Object) null);
            return;
        }
        json.beginObject().name("reason").value(ended.reason()).name("by").value(ended.by());
        json.name("itself").value(ended.itself()).endObject();
    }

    /**
     * Reads why a command goes no further; null while it still does.
     *
     * @throws IllegalArgumentException saying what does not fit
     */
    @SuppressWarnings("unchecked") // a JSON tree has no other maps
    public static @Nullable Ended ended(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> object)) {
            return null;
        }
        Map<String, @Nullable Object> fields = (Map<String, @Nullable Object>) object;
        return new Ended(
                CommandJson.text(fields, "reason"), CommandJson.text(fields, "by"), OrderJson.flag(fields, "itself"));
    }
}

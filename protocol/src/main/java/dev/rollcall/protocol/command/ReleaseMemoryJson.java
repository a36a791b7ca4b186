// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.command;

import dev.rollcall.core.rollout.Release;
import dev.rollcall.core.rollout.ReleaseMemory;
import dev.rollcall.core.rollout.ReleaseMemory.Name;
import dev.rollcall.protocol.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Releases and the order of versions as in the file {@code releases.json}, which predates the journal:
 *
 * <pre>{@code
 * {"format":1,"releases":[{"id":"m4x1-1z141z3","version":"build-3","force":false,"rollback":false,"at":1732000000000,
 *  "by":"ci","via":"secret","told":12,"number":7}],"names":[{"version":"build-2","released":true},...]}
 * }</pre>
 *
 * Pure functions.
 */
public final class ReleaseMemoryJson {

    private static final int FORMAT = 1;

    private ReleaseMemoryJson() {}

    /**
     * Reads the file, fully checked.
     *
     * @param utf8 the content of the file
     * @throws IllegalArgumentException saying what does not fit
     */
    public static ReleaseMemory read(byte[] utf8) {
        Map<String, @Nullable Object> fields = JsonTree.readOwn(utf8);
        if (fields == null) {
            throw new IllegalArgumentException("not a JSON object");
        }
        if (number(fields, "format") != FORMAT) {
            throw new IllegalArgumentException("format: another one (expected: " + FORMAT + ")");
        }
        return new ReleaseMemory(
                list(fields, "releases", ReleaseMemoryJson::release),
                list(fields, "names", name -> new Name(CommandJson.text(name, "version"), flag(name, "released"))));
    }

    static Release release(Map<String, @Nullable Object> fields) {
        return new Release(
                CommandJson.text(fields, "id"),
                CommandJson.text(fields, "version"),
                flag(fields, "force"),
                flag(fields, "rollback"),
                number(fields, "at"),
                ActorJson.read(fields),
                Math.toIntExact(number(fields, "told")),
                fields.containsKey("number") ? number(fields, "number") : 0); // before there were clusters, it had none
    }

    @SuppressWarnings("unchecked") // a JSON tree has no other maps
    private static <T> List<T> list(
            Map<String, @Nullable Object> fields, String name, Function<Map<String, @Nullable Object>, T> read) {
        if (!(fields.get(name) instanceof List<?> items)) {
            throw new IllegalArgumentException(name + ": missing or not a list");
        }
        List<T> all = new ArrayList<>();
        for (Object item : items) {
            if (!(item instanceof Map<?, ?> object)) {
                throw new IllegalArgumentException(name + ": holds something that is not an object");
            }
            all.add(read.apply((Map<String, @Nullable Object>) object));
        }
        return all;
    }

    private static boolean flag(Map<String, @Nullable Object> fields, String name) {
        return OrderJson.flag(fields, name);
    }

    static long number(Map<String, @Nullable Object> fields, String name) {
        if (fields.get(name) instanceof Integer whole) {
            return whole;
        }
        if (fields.get(name) instanceof Long whole) {
            return whole;
        }
        throw new IllegalArgumentException(name + ": missing or not a whole number");
    }
}

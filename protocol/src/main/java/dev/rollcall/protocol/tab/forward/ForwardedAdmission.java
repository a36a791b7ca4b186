// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.forward;

import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.text.Checked;
import dev.rollcall.core.text.NamedGroup;
import dev.rollcall.core.text.Route;
import dev.rollcall.core.text.Version;
import dev.rollcall.protocol.json.JsonTree;
import dev.rollcall.protocol.json.JsonWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a polling tab, as the node that it came to tells the one that opens its lease. The first node has
 * checked it, and given it a place within its own limits. As JSON, with the address as it may be shown:
 *
 * <pre>{@code
 * {"version":"build-2","route":"/a","ip":"203.0.113.0/24","user":"ada","observer":false}
 * }</pre>
 */
public final class ForwardedAdmission {

    private ForwardedAdmission() {}

    /** Writes an admission. */
    public static byte[] write(Admission admission) {
        JsonWriter json = new JsonWriter(256).beginObject().name("version").value(admission.version());
        json.name("route").value(admission.route());
        if (admission.ip() != null) {
            json.name("ip").value(admission.ip());
        }
        if (admission.user() != null) {
            json.name("user").value(admission.user());
        }
        return json.name("observer").value(admission.observer()).endObject().toBytes();
    }

    /**
     * Reads an admission. Its texts are checked once more: on a backplane without a key a stranger may have written
     * them.
     *
     * @throws IllegalArgumentException when it is not one, or holds what no tab can have
     */
    public static Admission read(byte[] utf8) {
        Map<String, @Nullable Object> fields = JsonTree.readOwn(utf8);
        if (fields == null
                || !(fields.get("version") instanceof String version)
                || !(fields.get("route") instanceof String route)) {
            throw new IllegalArgumentException("not the JSON of an admission");
        }
        return new Admission(
                Transport.POLLING,
                Version.require(version),
                place(route),
                label(fields.get("ip")),
                label(fields.get("user")),
                Boolean.TRUE.equals(fields.get("observer")));
    }

    /** The other node has made this form; making it again changes nothing. */
    private static String place(String place) {
        Checked route = Route.of(NamedGroup.route(place));
        if (route instanceof Checked.Misfit misfit) {
            throw new IllegalArgumentException(misfit.reason());
        }
        return NamedGroup.place(route.or("/"), NamedGroup.group(place));
    }

    /** Labels are as long as versions at most, and of the same characters. */
    private static @Nullable String label(@Nullable Object text) {
        return text instanceof String label ? Version.require(label) : null;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.input;

import dev.rollcall.core.text.Checked;
import dev.rollcall.core.text.NamedGroup;
import dev.rollcall.core.text.Route;
import dev.rollcall.core.text.Text;
import dev.rollcall.protocol.json.FlatObject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a tab says in a WebSocket frame. */
public sealed interface TabMessage {

    /** The fixed word under which it is counted. */
    String metric();

    /** Are you there? */
    record Ping() implements TabMessage {
        @Override
        public String metric() {
            return "ping";
        }
    }

    /**
     * It is on another page.
     *
     * @param route the route, or the place of a page that names a group for it
     */
    record RouteUpdate(String route) implements TabMessage {
        @Override
        public String metric() {
            return "route-update";
        }
    }

    /** It wants stats. */
    record SubscribeStats(boolean delta) implements TabMessage {
        @Override
        public String metric() {
            return "subscribe-stats";
        }
    }

    /** The tab ends its subscription to stats. */
    record UnsubscribeStats() implements TabMessage {
        @Override
        public String metric() {
            return "unsubscribe-stats";
        }
    }

    /**
     * What the tab does about a command.
     *
     * @param command the id of the command
     * @param state a word; the receipt knows which ones have a meaning
     * @param reason why it needs time; null when it does not say
     */
    record Ack(String command, String state, @Nullable String reason) implements TabMessage {

        private static final int MOST_COMMAND = 64;
        private static final int MOST_REASON = 64;

        /** Reads the fields; null when they do not fit. A reason that does not fit is left out. */
        public static @Nullable Ack of(FlatObject object) {
            String command = object.text("command");
            String state = object.text("state");
            if (command == null || state == null || command.length() > MOST_COMMAND) {
                return null;
            }
            String reason = object.text("reason");
            boolean fits =
                    reason != null && !reason.isBlank() && reason.length() <= MOST_REASON && Text.printable(reason);
            return new Ack(command, state, fits ? reason : null);
        }

        @Override
        public String metric() {
            return "ack";
        }
    }

    /** Not JSON, of a type nobody knows, or with a route that does not fit: ignored and counted. */
    record Invalid() implements TabMessage {
        @Override
        public String metric() {
            return "invalid";
        }
    }

    /** Reads a frame. Only the bare word and the type make a ping, whatever else the text contains. */
    static TabMessage read(String text) {
        if (text.equals("ping")) {
            return new Ping();
        }
        FlatObject object = FlatObject.read(text);
        String type = object == null ? null : object.text("type");
        return object == null || type == null ? new Invalid() : of(type, object);
    }

    private static TabMessage of(String type, FlatObject object) {
        return switch (type) {
            case "ping" -> new Ping();
            case "route-update" -> routeUpdate(object.text("route"), object.text("group"));
            case "subscribe-stats" -> new SubscribeStats(object.isTrue("delta"));
            case "unsubscribe-stats" -> new UnsubscribeStats();
            case "ack" -> Objects.requireNonNullElse(Ack.of(object), new Invalid());
            default -> new Invalid();
        };
    }

    private static TabMessage routeUpdate(@Nullable String route, @Nullable String group) {
        return route != null && Route.of(route) instanceof Checked.Fit fit
                ? new RouteUpdate(NamedGroup.place(fit.value(), group))
                : new Invalid();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.stats;

import dev.rollcall.core.connection.ConnectionInfo;
import dev.rollcall.core.message.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a subscriber knows that takes snapshots and deltas, and checks their numbers. */
final class Client {

    private @Nullable Stats known;
    private long seq;

    static Client follow(List<Message> messages) {
        Client client = new Client();
        messages.forEach(client::take);
        return client;
    }

    /** The state after all messages. */
    Stats known() {
        Stats state = known;
        if (state == null) {
            throw new AssertionError("no snapshot has come");
        }
        return state;
    }

    void take(Message message) {
        if (message instanceof StatsMessage whole) {
            known = whole.stats();
            seq = whole.seq();
        } else if (message instanceof StatsDelta delta) {
            if (delta.seq() != seq + 1) {
                throw new AssertionError("change " + delta.seq() + " after snapshot " + seq);
            }
            seq = delta.seq();
            known = apply(known(), delta);
        }
    }

    /** Uses only the parts of the delta that go over the wire. */
    static Stats apply(Stats before, StatsDelta delta) {
        Map<String, ConnectionInfo> connections = new LinkedHashMap<>();
        before.connections().forEach(info -> connections.put(info.id(), info));
        delta.removed().forEach(connections::remove);
        delta.changed().forEach(info -> connections.replace(info.id(), info));
        delta.added().forEach(info -> connections.put(info.id(), info));
        return new Stats(
                delta.after().total(),
                delta.after().current(),
                counts(before.versions(), delta.versions()),
                counts(before.routes(), delta.routes()),
                delta.after().transports(),
                new ArrayList<>(connections.values()),
                delta.after().connectionsLeftOut(),
                delta.after().routesLeftOut(),
                delta.after().ahead(),
                order(before, delta),
                delta.after().observers(),
                nodes(before, delta),
                delta.after().coverage());
    }

    private static List<NodeStats> nodes(Stats before, StatsDelta delta) {
        List<NodeStats> changed = delta.nodes();
        return changed == null ? before.nodes() : changed;
    }

    private static List<String> order(Stats before, StatsDelta delta) {
        List<String> changed = delta.order();
        return changed == null ? before.order() : changed;
    }

    private static Map<String, Integer> counts(Map<String, Integer> before, Map<String, Integer> changes) {
        Map<String, Integer> now = new LinkedHashMap<>(before);
        changes.forEach((name, count) -> {
            if (count == 0) {
                now.remove(name);
            } else {
                now.put(name, count);
            }
        });
        return now;
    }
}

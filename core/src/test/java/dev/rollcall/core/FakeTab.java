// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core;

import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.connection.Outbound;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.message.Message;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A tab that remembers what it was sent. Every message counts as 100 bytes, or as many as the test says. */
public final class FakeTab implements Outbound {

    private final List<Message> received = new CopyOnWriteArrayList<>();
    private final List<Disconnect> endings = new CopyOnWriteArrayList<>();
    private volatile int bytes = 100;
    private volatile @Nullable Runnable onSend;

    /** Opens a connection to this tab. */
    public Connection open(Hub hub, String version, String route) {
        return hub.open(Admission.of(Transport.SSE, version, route), connection -> this);
    }

    /** Opens a connection to a tab nobody looks at. */
    public static Connection any(Hub hub, String version, String route) {
        return new FakeTab().open(hub, version, route);
    }

    /** Sets how many bytes a message counts as from now on. */
    public void weigh(int size) {
        bytes = size;
    }

    /** Sets a task to run whenever a message comes. */
    public void onSend(Runnable action) {
        onSend = action;
    }

    @Override
    public int send(Message message) {
        received.add(message);
        Runnable action = onSend;
        if (action != null) {
            action.run();
        }
        return bytes;
    }

    @Override
    public void close(Disconnect disconnect) {
        endings.add(disconnect);
    }

    /** Returns all messages so far. */
    public List<Message> received() {
        return received;
    }

    /** Returns the types of all messages so far. */
    public List<String> types() {
        return received.stream().map(Message::type).toList();
    }

    /** Returns the last message. */
    public Message last() {
        return received.get(received.size() - 1);
    }

    /** Returns how it was told to end, each time. */
    public List<Disconnect> endings() {
        return endings;
    }
}

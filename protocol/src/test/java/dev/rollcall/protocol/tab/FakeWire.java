// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.protocol.wire.TabFrame;
import dev.rollcall.protocol.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A wire that keeps what was written, and is as full as a test wants it to be. */
final class FakeWire implements Wire {

    final List<String> written = new ArrayList<>();
    boolean full;

    /** How many further messages fill it; 0 for no limit. */
    int room;

    int pings;

    @Nullable
    Disconnect closed;

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public boolean isWritable() {
        return !full;
    }

    @Override
    public void write(TabFrame frame) {
        written.add(new String(frame.encoded().json(), UTF_8) + new String(frame.tailOrEmpty(), UTF_8));
        full |= room > 0 && --room == 0;
    }

    @Override
    public void ping() {
        pings++;
    }

    @Override
    public void close(Disconnect disconnect) {
        closed = disconnect;
    }

    String last() {
        return written.get(written.size() - 1);
    }
}

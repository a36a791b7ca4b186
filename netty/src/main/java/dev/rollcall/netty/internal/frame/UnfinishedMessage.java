// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.frame;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.netty.internal.flow.ByteBudget;
import dev.rollcall.netty.internal.flow.TimeoutQueue;
import java.net.InetAddress;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A message that a tab has begun to send over a WebSocket and not finished. It has a time limit, which restarts with
 * each message, and its bytes count against the host's budget. Exists only until the message is complete. Event loop
 * only.
 */
public final class UnfinishedMessage extends TimeoutQueue.Entry {

    /** The size of the objects themselves, in bytes. */
    private static final int OVERHEAD_BYTES = 512;

    private static final Disconnect TOO_SLOW = new Disconnect(1008, "message not finished in time", "too-slow");

    private final FrameReader reader;
    private final ServerEndpoint endpoint;
    private final TimeoutQueue limit;
    private final ByteBudget.Account account;
    private int delivered;

    /**
     * Starts the time limit.
     *
     * @param reader keeps the bytes that have come
     * @param address the tab's address; null if unknown
     * @param limit how long a message may take
     * @param loop runs tasks on the connection's event loop
     */
    public UnfinishedMessage(
            FrameReader reader,
            ServerEndpoint endpoint,
            ByteBudget budget,
            @Nullable InetAddress address,
            TimeoutQueue limit,
            Executor loop) {
        this.reader = reader;
        this.endpoint = endpoint;
        this.limit = limit;
        this.account = budget.open(address, () -> loop.execute(this::giveUp));
        this.delivered = reader.delivered();
        limit.join(this);
    }

    /** Returns the reader that keeps the bytes that have come. */
    public FrameReader reader() {
        return reader;
    }

    /**
     * Notes how much the reader keeps after it has read more. Returns false when it keeps nothing, and this is over.
     */
    public boolean goesOn() {
        if (reader.isIdle() || !endpoint.isOpen()) {
            over();
            return false;
        }
        if (reader.delivered() != delivered) {
            delivered = reader.delivered();
            leaveQueue();
            limit.join(this);
        }
        account.set(OVERHEAD_BYTES + reader.keptBytes());
        return true;
    }

    /** Gives up: the connection is gone. */
    public void over() {
        leaveQueue();
        account.close();
    }

    private void giveUp() {
        account.close();
        endpoint.close(Disconnect.OVER_CAPACITY);
    }

    @Override
    protected void expire() {
        endpoint.close(TOO_SLOW);
    }
}

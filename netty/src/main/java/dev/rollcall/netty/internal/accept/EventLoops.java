// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.accept;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ThreadPerTaskExecutor;
import java.util.concurrent.Executor;

/**
 * The event loops of a host. They can be shut down without a quiet period and still close all their channels. Netty's own
 * (4.2.18) may end between two checks of their state, before they have closed them; a quiet period prevents that and costs
 * a tenth of a second at least.
 */
final class EventLoops extends MultiThreadIoEventLoopGroup {

    /** Makes event loops, one for each thread. */
    EventLoops(int threads, IoHandlerFactory handlers) {
        super(threads, new ThreadPerTaskExecutor(new DefaultThreadFactory("rollcall-io")), handlers);
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... args) {
        return new Loop(this, executor, handlers);
    }

    private static final class Loop extends SingleThreadIoEventLoop {

        private boolean lastTurn;

        Loop(IoEventLoopGroup parent, Executor executor, IoHandlerFactory handlers) {
            super(parent, executor, handlers);
        }

        /** Asked at the end of each turn; channels are closed in the middle of one that has begun while shutting down. */
        @Override
        protected boolean confirmShutdown() {
            if (isShuttingDown() && !lastTurn) {
                lastTurn = true;
                execute(() -> {}); // So that the last turn does not wait for events.
                return false;
            }
            return super.confirmShutdown();
        }
    }
}

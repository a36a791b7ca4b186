// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.dense;

import dev.rollcall.netty.internal.flow.ControlFrames;
import dev.rollcall.netty.internal.flow.TimeoutQueue;
import dev.rollcall.netty.internal.frame.FrameReader;
import dev.rollcall.netty.internal.frame.ServerEndpoint;
import dev.rollcall.netty.internal.frame.SharedFrames;
import dev.rollcall.netty.internal.frame.UnfinishedMessage;
import dev.rollcall.netty.internal.held.ChannelFailures;
import dev.rollcall.netty.internal.held.ChannelWire;
import dev.rollcall.netty.internal.http.PlainRequestHead;
import dev.rollcall.netty.internal.http.ResponseHeads;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.netty.internal.serving.SocketOptions;
import dev.rollcall.protocol.wire.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the dense connections of one event loop share: the buffers for reading and for greetings, the bytes of the
 * message that is being sent to many, and the timers. Used on that loop only, except {@link #execute}, {@link #later}
 * and {@link #isOnLoop}.
 */
final class DenseLoop implements Executor, Runnable {

    /** At most this many bytes are read at once; the kernel reports again what is left. */
    static final int IN_BYTES = 16 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(DenseLoop.class);

    private final IoEventLoop loop;
    private final HostContext context;
    private final HandOver handOver;
    private final SharedFrames frames = new SharedFrames();
    private final TimeoutQueue firstRequests;
    private final TimeoutQueue departures;
    private final TimeoutQueue messages;
    private final ControlFrames emptyFrames = new ControlFrames();
    /* Not from Netty's allocator: nobody could tell when the last connection no longer needs it and release it. */
    private final ByteBuf in = Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(IN_BYTES));
    private final byte[] head = new byte[PlainRequestHead.MAX_BYTES];
    private final ResponseHeads heads = new ResponseHeads();
    private ByteBuf greeting = Unpooled.EMPTY_BUFFER;
    private FrameReader spareReader = new FrameReader();
    private boolean scheduled;

    /**
     * Makes one for connections that this event loop watches.
     *
     * @param handOver sets up channels for what cannot be served without one
     */
    DenseLoop(IoEventLoop loop, HostContext context, HandOver handOver) {
        this.loop = loop;
        this.context = context;
        this.handOver = handOver;
        this.firstRequests = new TimeoutQueue(loop, context.limits().request());
        this.messages = new TimeoutQueue(loop, context.limits().request());
        this.departures = new TimeoutQueue(loop, Duration.ofMillis(ChannelWire.CLOSE_MILLIS));
    }

    /** Has the event loop watch a handle. When called on the loop, that is done when this returns. */
    Future<IoRegistration> watch(EpollIoHandle handle) {
        return loop.register(handle);
    }

    HostContext context() {
        return context;
    }

    /**
     * Returns the bytes of the message that is being sent to many; they are released at the end of this turn of the
     * loop.
     */
    SharedFrames frames() {
        if (!scheduled) {
            scheduled = true;
            try {
                loop.execute(this);
            } catch (RejectedExecutionException e) {
                LOG.debug("The event loop is ending.");
            }
        }
        return frames;
    }

    /** Returns the connections that may take the time for a whole request to send their first one. */
    TimeoutQueue firstRequests() {
        return firstRequests;
    }

    /** Returns the connections that we have closed, and whose peers have yet to follow. */
    TimeoutQueue departures() {
        return departures;
    }

    /** Returns a message that has begun and has not ended. */
    UnfinishedMessage unfinished(FrameReader reader, ServerEndpoint endpoint, @Nullable InetAddress address) {
        return new UnfinishedMessage(reader, endpoint, context.budget(), address, messages, this);
    }

    /** Counts a frame without content. Returns false when the connection has sent too many of them. */
    boolean admitsEmpty(Object connection) {
        return emptyFrames.admits(connection, loop.ticker().nanoTime());
    }

    ResponseHeads heads() {
        return heads;
    }

    /** Returns the buffer into which sockets are read. Its contents are valid until the next read on this loop. */
    ByteBuf in() {
        return in;
    }

    ByteBufAllocator alloc() {
        return ByteBufAllocator.DEFAULT;
    }

    /** Returns what is written to the connection that is being opened. Only one at a time is. */
    ByteBuf greeting() {
        return greeting;
    }

    /** Begins what is written to a connection while it is being opened. */
    void greeting(ByteBuf head) {
        greeting = head;
    }

    /** Returns the head that has just been read; null if it is not plain. */
    @Nullable
    PlainRequestHead plainHead() {
        int length = in.readableBytes();
        if (length > head.length) {
            return null;
        }
        in.getBytes(in.readerIndex(), head, 0, length);
        return PlainRequestHead.read(head, length);
    }

    /** Returns a reader that keeps nothing, for a connection that has none of its own. */
    FrameReader spareReader() {
        return spareReader;
    }

    /** Replaces the spare reader, because it has something to keep and belongs to its connection from now on. */
    void spareReaderTaken() {
        spareReader = new FrameReader();
    }

    /** Returns whether the calling thread is this loop's. From any thread. */
    boolean isOnLoop() {
        return loop.inEventLoop();
    }

    /** Runs a task on this loop: now when called on it, otherwise soon. From any thread. */
    @Override
    public void execute(Runnable task) {
        if (isOnLoop()) {
            task.run();
        } else {
            later(task);
        }
    }

    /** Runs a task on this loop, after whatever runs there now. From any thread. */
    void later(Runnable task) {
        try {
            loop.execute(() -> ChannelFailures.run(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("The event loop has ended; a task for a connection is dropped.");
        }
    }

    /** Runs a task on this loop after a delay. */
    void after(Duration delay, Runnable task) {
        try {
            loop.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The event loop has ended; a task is dropped.");
        }
    }

    /**
     * Hands a connection to a channel with the full decoder, together with what has just been read of it.
     *
     * @param fd the connection's descriptor, which nothing else watches or closes from now on
     * @param decided the verdict on its first request; null when there is none yet
     */
    void handOver(int fd, @Nullable Verdict decided) {
        EpollSocketChannel channel = new EpollSocketChannel(fd);
        channel.config().setWriteBufferWaterMark(SocketOptions.WATER_MARK);
        channel.pipeline().addLast(handOver.initializer(decided));
        // On the loop this is done when it returns; a future that is not done stays so, because epoll refused (Netty
        // 4.2.18).
        boolean registered = false;
        try {
            registered = ((EventLoopGroup) loop).register(channel).isSuccess();
        } finally {
            if (!registered && decided != null) {
                decided.abandon(); // Otherwise a handler carries it out, or abandons it.
            }
        }
        if (!registered || !channel.isActive()) {
            channel.unsafe().closeForcibly();
            channel.close();
        }
        channel.pipeline().fireChannelRead(alloc().buffer(in.readableBytes()).writeBytes(in));
        channel.pipeline().fireChannelReadComplete();
    }

    /** Ends a turn of the loop in which a message was sent to many. */
    @Override
    public void run() {
        scheduled = false;
        frames.release();
    }
}

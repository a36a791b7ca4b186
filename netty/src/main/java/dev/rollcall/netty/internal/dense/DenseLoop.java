// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.dense;

import dev.rollcall.netty.NettyHost;
import dev.rollcall.netty.internal.accept.HostInitializer;
import dev.rollcall.netty.internal.frame.FrameReader;
import dev.rollcall.netty.internal.frame.SharedFrames;
import dev.rollcall.netty.internal.held.ChannelWire;
import dev.rollcall.netty.internal.http.PlainRequestHead;
import dev.rollcall.netty.internal.http.ResponseHeads;
import dev.rollcall.netty.internal.serving.HostContext;
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
 * What the dense connections of one event loop share: buffers to read into and to write from, the bytes of the message that
 * is being sent to many, and the timers. Used on that loop only, but for {@link #execute}.
 */
public final class DenseLoop implements Executor, Runnable {

    /** So much is read at once; what is left is reported again. */
    static final int IN_BYTES = 16 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(DenseLoop.class);

    private final IoEventLoop loop;
    private final HostContext serving;
    private final SharedFrames shared = new SharedFrames();
    private final TimeoutQueue arrivals;
    private final TimeoutQueue departures;
    /* Not Netty's own memory, which would have to be given back by somebody who knows that he is the last. */
    private final ByteBuf in = Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(IN_BYTES));
    private final byte[] head = new byte[PlainRequestHead.MAX_BYTES];
    private final ResponseHeads heads = new ResponseHeads();
    private ByteBuf greeting = Unpooled.EMPTY_BUFFER;
    private FrameReader spareReader = new FrameReader();
    private boolean scheduled;

    DenseLoop(IoEventLoop loop, HostContext serving) {
        this.loop = loop;
        this.serving = serving;
        this.arrivals = new TimeoutQueue(loop, serving.limits().request());
        this.departures = new TimeoutQueue(loop, Duration.ofMillis(ChannelWire.CLOSE_MILLIS));
    }

    /** A connection was accepted. */
    void arrive(int fd, InetAddress peer) {
        DenseSocket socket = new DenseSocket(fd, this);
        FirstRequest arrival = new FirstRequest(socket, peer, this);
        arrivals.join(arrival);
        serving.lobby().enter(arrival);
        socket.goOn(arrival);
        socket.begin();
    }

    /** A connection without the channel it had, which this loop does not watch any more; null when it cannot be watched. */
    @Nullable
    DenseSocket socketOf(EpollSocketChannel channel) {
        DenseSocket socket = new DenseSocket(channel.fd().intValue(), this);
        return socket.begin() ? socket : null;
    }

    /** Has the loop watch a handle; on the loop that is done when this returns. */
    Future<IoRegistration> watch(EpollIoHandle handle) {
        return loop.register(handle);
    }

    HostContext serving() {
        return serving;
    }

    SharedFrames shared() {
        // Given back when this turn of the loop is over.
        if (!scheduled) {
            scheduled = true;
            try {
                loop.execute(this);
            } catch (RejectedExecutionException e) {
                LOG.debug("The event loop is ending.");
            }
        }
        return shared;
    }

    TimeoutQueue departures() {
        return departures;
    }

    ResponseHeads heads() {
        return heads;
    }

    /** Where bytes are read into. Valid until the next read on this loop. */
    ByteBuf in() {
        return in;
    }

    ByteBufAllocator alloc() {
        return ByteBufAllocator.DEFAULT;
    }

    /** What the connection is told that is being opened; one at a time is. */
    ByteBuf greeting() {
        return greeting;
    }

    /** Begins what a connection is told while it is opened. */
    void greeting(ByteBuf head) {
        greeting = head;
    }

    /** The head that has just been read; null when it is not plain. */
    @Nullable
    PlainRequestHead plainHead() {
        int length = in.readableBytes();
        if (length > head.length) {
            return null;
        }
        in.getBytes(in.readerIndex(), head, 0, length);
        return PlainRequestHead.read(head, length);
    }

    /** A reader that keeps nothing, for a tab that has none of its own. */
    FrameReader spareReader() {
        return spareReader;
    }

    /** The spare reader has something to keep: it is its tab's from now on. */
    void spareReaderTaken() {
        spareReader = new FrameReader();
    }

    /** Whether the calling thread is this loop's. From any thread. */
    boolean isHere() {
        return loop.inEventLoop();
    }

    /** Runs a task on this loop: now when already on it, else soon. From any thread. */
    @Override
    public void execute(Runnable task) {
        if (isHere()) {
            task.run();
        } else {
            later(task);
        }
    }

    /** Runs a task when what is under way has been done. From any thread. */
    void later(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The event loop has ended; a task for a connection is dropped.");
        }
    }

    /** Runs a task after a while. */
    void after(Duration delay, Runnable task) {
        try {
            loop.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The event loop has ended; a task is dropped.");
        }
    }

    /**
     * Hands a connection to the full decoder, with what has been read of it.
     *
     * @param verdict what has been decided about its first request; null when nothing has
     */
    void handOver(DenseSocket socket, @Nullable Verdict verdict) {
        socket.letGo();
        EpollSocketChannel channel = new EpollSocketChannel(socket.intValue());
        channel.config().setWriteBufferWaterMark(NettyHost.WATER_MARK);
        channel.pipeline().addLast(new HostInitializer(serving, verdict));
        ((EventLoopGroup) loop).register(channel).addListener(registered -> {
            if (!registered.isSuccess() || !channel.isActive()) {
                channel.unsafe().closeForcibly();
                channel.close();
            }
        });
        channel.pipeline().fireChannelRead(alloc().buffer(in.readableBytes()).writeBytes(in));
        channel.pipeline().fireChannelReadComplete();
    }

    @Override
    public void run() {
        scheduled = false;
        shared.release();
    }
}

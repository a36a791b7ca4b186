// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.serving;

import dev.rollcall.netty.internal.dense.DenseLoop;
import dev.rollcall.netty.internal.held.ChannelLoop;
import dev.rollcall.netty.internal.tls.CertificateFiles;
import dev.rollcall.protocol.wire.HttpErrors;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Verdict;
import io.netty.channel.EventLoop;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all connections of a host share.
 *
 * @param decide the contract
 * @param rejected counts what the host refuses by itself, under a word from a fixed set
 * @param limits time and number
 * @param lobby the connections that are not held
 * @param turns one per event loop that has held connections on channels
 * @param denseLoops one per event loop, where connections are held without channels
 * @param tls the certificate in force; null where connections are in the clear
 */
public record HostContext(
        Function<Request, Verdict> decide,
        Consumer<String> rejected,
        Limits limits,
        PendingConnections lobby,
        ConcurrentHashMap<EventLoop, ChannelLoop> turns,
        ConcurrentHashMap<EventLoop, DenseLoop> denseLoops,
        @Nullable CertificateFiles tls) {

    private static final Logger LOG = LoggerFactory.getLogger(HostContext.class);

    /** For connections in the clear. */
    public HostContext(Function<Request, Verdict> decide, Consumer<String> rejected, Limits limits) {
        this(decide, rejected, limits, null);
    }

    public HostContext(
            Function<Request, Verdict> decide,
            Consumer<String> rejected,
            Limits limits,
            @Nullable CertificateFiles tls) {
        this(
                decide,
                rejected,
                limits,
                new PendingConnections(limits.maxPending()),
                new ConcurrentHashMap<>(),
                new ConcurrentHashMap<>(),
                tls);
    }

    /** What becomes of a request; 500 where that cannot be decided. */
    public Verdict verdict(Request request) {
        try {
            return decide.apply(request);
        } catch (RuntimeException e) {
            LOG.error("A request could not be decided; it is answered 500.", e);
            return new Verdict.Answer(HttpErrors.FAILED);
        }
    }

    /** Looks at files no more. */
    public void forget() {
        if (tls != null) {
            tls.close();
        }
    }

    public ChannelLoop turn(EventLoop loop) {
        return turns.computeIfAbsent(loop, ChannelLoop::new);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

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
record Serving(
        Function<Request, Verdict> decide,
        Consumer<String> rejected,
        Limits limits,
        Lobby lobby,
        ConcurrentHashMap<EventLoop, Turn> turns,
        ConcurrentHashMap<EventLoop, DenseLoop> denseLoops,
        @Nullable TlsFiles tls) {

    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

    /** For connections in the clear. */
    Serving(Function<Request, Verdict> decide, Consumer<String> rejected, Limits limits) {
        this(decide, rejected, limits, null);
    }

    Serving(Function<Request, Verdict> decide, Consumer<String> rejected, Limits limits, @Nullable TlsFiles tls) {
        this(
                decide,
                rejected,
                limits,
                new Lobby(limits.maxPending()),
                new ConcurrentHashMap<>(),
                new ConcurrentHashMap<>(),
                tls);
    }

    /** What becomes of a request; 500 where that cannot be decided. */
    Verdict verdict(Request request) {
        try {
            return decide.apply(request);
        } catch (RuntimeException e) {
            LOG.error("A request could not be decided; it is answered 500.", e);
            return new Verdict.Answer(HttpErrors.FAILED);
        }
    }

    /** Looks at files no more. */
    void forget() {
        if (tls != null) {
            tls.close();
        }
    }

    Turn turn(EventLoop loop) {
        return turns.computeIfAbsent(loop, Turn::new);
    }
}

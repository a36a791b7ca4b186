// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.held;

import dev.rollcall.core.fault.Fatal;
import dev.rollcall.core.fault.OncePerMinute;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs why a connection is closed: at DEBUG when the peer or the network is the cause. If it may be our own fault, it
 * logs a warning, at most once a minute, because peers may be able to provoke it. Thread-safe.
 */
public final class ChannelFailures {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelFailures.class);

    private static final OncePerMinute FAULTS = new OncePerMinute();

    private ChannelFailures() {}

    /**
     * Logs the cause.
     *
     * @param what names what failed, as the subject of a sentence
     */
    public static void log(String what, Throwable cause) {
        if (isFromOutside(cause)) {
            LOG.debug("{} broke; it is closed.", what, cause);
        } else {
            fault(what, cause);
        }
    }

    /**
     * Logs a failure that is our own fault, whatever caused it.
     *
     * @param what names what failed, as the subject of a sentence
     */
    public static void fault(String what, Throwable cause) {
        long more = FAULTS.next();
        if (more != OncePerMinute.HELD_BACK) {
            LOG.warn(
                    "{} failed and is closed ({} more since the last such line). Please report this.",
                    what,
                    more,
                    cause);
        }
        Fatal.check(cause);
    }

    /** Runs a task of an event loop. Netty would log its failure each time, and go on even when out of memory. */
    public static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            fault("A task of a connection", e);
        }
    }

    /**
     * Returns whether the cause is a broken connection, bytes that are not TLS (its decoder wraps the exception), or
     * frames that are not HTTP/2.
     */
    private static boolean isFromOutside(Throwable cause) {
        return cause instanceof IOException
                || (cause instanceof DecoderException && cause.getCause() instanceof IOException)
                || Http2CodecUtil.getEmbeddedHttp2Exception(cause) != null;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.held;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs why a channel is closed: at DEBUG when the peer or the network is the cause, as an error when we are. */
public final class ChannelFailures {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelFailures.class);

    private ChannelFailures() {}

    /**
     * Logs the cause.
     *
     * @param what what failed, as the subject of a sentence
     */
    public static void log(String what, Throwable cause) {
        if (isFromOutside(cause)) {
            LOG.debug("{} broke; it is closed.", what, cause);
        } else {
            LOG.error("{} failed; it is closed.", what, cause);
        }
    }

    /** A broken connection, bytes that are not TLS (its decoder wraps the exception), or frames that are not HTTP/2. */
    private static boolean isFromOutside(Throwable cause) {
        return cause instanceof IOException
                || (cause instanceof DecoderException && cause.getCause() instanceof IOException)
                || Http2CodecUtil.getEmbeddedHttp2Exception(cause) != null;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.http;

import dev.rollcall.protocol.wire.Response;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends whole responses: at once while the container's thread is in the servlet, later without blocking a thread. */
public final class ResponseSender {

    private static final Logger LOG = LoggerFactory.getLogger(ResponseSender.class);
    private static final byte[] NOTHING = {};

    private ResponseSender() {}

    /**
     * Sends a response from within the servlet.
     *
     * @param withBody false for the answer to a HEAD, which has the length but not the body
     * @throws IOException as the container has it, when the client has gone
     */
    public static void sendNow(HttpServletResponse to, Response response, boolean withBody) throws IOException {
        head(to, response);
        if (withBody && response.mayHaveBody()) {
            to.getOutputStream().write(response.body());
        }
        to.flushBuffer();
    }

    /**
     * Sends a response from any thread, without blocking it, and ends the exchange. Does nothing when that has ended.
     *
     * <p>What fits into the container's buffer is put there, and the container sends it. More is sent by a listener, and then
     * the connection is closed: Tomcat 11 never reads a WebSocket whose handshake comes on the thread that has just called
     * such a listener, because it treats all that the thread does as part of the write.
     *
     * @param withBody false for the answer to a HEAD, which has the length but not the body
     */
    public static void sendLater(AsyncExchange exchange, Response response, boolean withBody) {
        byte[] body = withBody && response.mayHaveBody() ? response.body() : NOTHING;
        exchange.ifOpen(to -> {
            try {
                head(to, response);
                if (body.length <= to.getBufferSize()) {
                    to.getOutputStream().write(body);
                    exchange.complete();
                } else {
                    exchange.closeConnection();
                    ServletOutputStream out = to.getOutputStream();
                    out.setWriteListener(new BodyWriter(exchange, out, body));
                }
            } catch (IOException | RuntimeException e) {
                LOG.debug("A response could not be sent.", e);
                exchange.complete();
            }
        });
    }

    private static void head(HttpServletResponse to, Response response) {
        to.setStatus(response.status());
        response.headers().forEach(to::setHeader);
        if (response.mayHaveBody()) {
            to.setContentLength(response.body().length);
        }
    }

    private record BodyWriter(
            AsyncExchange exchange,
            ServletOutputStream out,
            @SuppressWarnings("ArrayRecordComponent") byte[] body) implements WriteListener {

        @Override
        public void onWritePossible() throws IOException {
            out.write(body); // The container keeps what the socket does not take yet, and completes after that.
            exchange.complete();
        }

        @Override
        public void onError(Throwable failure) {
            LOG.debug("A response could not be sent.", failure);
            exchange.broken();
        }
    }
}

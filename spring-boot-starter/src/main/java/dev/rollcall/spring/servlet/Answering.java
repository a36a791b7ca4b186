// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.protocol.wire.Response;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends answers: in place while the container's own thread is in the servlet, else whenever the client takes them. */
final class Answering {

    private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

    private Answering() {}

    /** Sends status, headers and length. */
    static void head(HttpServletResponse to, Response response) {
        to.setStatus(response.status());
        response.headers().forEach(to::setHeader);
        if (mayHaveBody(response.status())) {
            to.setContentLength(response.body().length);
        }
    }

    /** Sends a whole answer from within the servlet. */
    static void now(HttpServletResponse to, Response response, boolean withBody) throws IOException {
        head(to, response);
        if (withBody && mayHaveBody(response.status())) {
            to.getOutputStream().write(response.body());
        }
        to.flushBuffer();
    }

    /** Sends a whole answer from any thread, without blocking it. */
    static void soon(Exchange exchange, HttpServletResponse to, Response response, boolean withBody) {
        try {
            head(to, response);
            ServletOutputStream out = to.getOutputStream();
            boolean empty = !withBody || !mayHaveBody(response.status());
            out.setWriteListener(new Writer(exchange, out, empty ? new byte[0] : response.body()));
        } catch (IOException | RuntimeException e) {
            LOG.debug("An answer could not be sent.", e);
            exchange.complete();
        }
    }

    /** RFC 9110, section 6.4.1. */
    private static boolean mayHaveBody(int status) {
        return status >= 200 && status != 204 && status != 304;
    }

    private record Writer(
            Exchange exchange,
            ServletOutputStream out,
            @SuppressWarnings("ArrayRecordComponent") byte[] body) implements WriteListener {

        @Override
        public void onWritePossible() throws IOException {
            out.write(body); // The container keeps what the socket does not take, and completes when it has.
            exchange.complete();
        }

        @Override
        public void onError(Throwable failure) {
            LOG.debug("An answer could not be sent.", failure);
            exchange.broken();
        }
    }
}

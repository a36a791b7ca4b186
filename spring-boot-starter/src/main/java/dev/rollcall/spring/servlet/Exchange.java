// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request whose answer comes later. Ends when it is answered, fails or takes too long, and never by a dispatch to an
 * error page. Thread-safe.
 */
final class Exchange implements AsyncListener {

    /** For a whole request to come and for its answer to be taken. */
    private static final Duration MOST = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final AsyncContext async;
    private final HttpServletResponse response;
    private final Background background;
    private boolean over; // Guarded by this: once it is over, the container gives its objects to another request.

    private Exchange(AsyncContext async, HttpServletResponse response, Background background) {
        this.async = async;
        this.response = response;
        this.background = background;
    }

    static Exchange start(HttpServletRequest request, HttpServletResponse response, Background background) {
        AsyncContext async = request.startAsync(request, response);
        async.setTimeout(MOST.toMillis());
        Exchange started = new Exchange(async, response, background);
        async.addListener(started);
        return started;
    }

    /** Ends it, if it has not ended. */
    void complete() {
        end(0);
    }

    /**
     * The client has broken off. Tomcat goes on to {@link #onError(AsyncEvent)} and takes it for a second mistake when it
     * was ended meanwhile; Jetty leaves the end to us. So it is ended in a moment, if that is still to be done.
     */
    void broken() {
        background.after(SseWire.CLOSE, () -> end(HttpServletResponse.SC_BAD_REQUEST));
    }

    @Override
    public void onError(AsyncEvent event) {
        end(0);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end(HttpServletResponse.SC_REQUEST_TIMEOUT);
    }

    @Override
    public synchronized void onComplete(AsyncEvent event) {
        over = true;
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}

    /** With this status where there was no answer; 0 leaves it as it is. */
    private synchronized void end(int status) {
        if (over) {
            return;
        }
        over = true;
        try {
            if (status != 0 && !response.isCommitted()) {
                response.setStatus(status);
            }
            async.complete();
        } catch (IllegalStateException e) {
            LOG.debug("An exchange was over already.", e);
        }
    }
}

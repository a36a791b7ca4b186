// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.http;

import dev.rollcall.core.time.Timer;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that is answered after the servlet has returned. It ends when it is answered, fails, or takes longer than 30
 * seconds, and never by a dispatch to an error page. Thread-safe.
 */
public final class AsyncExchange implements AsyncListener {

    /** Time for the whole request to arrive and for the client to take the response. */
    public static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Time in which the container may end a broken exchange by itself. */
    private static final Duration BROKEN_GRACE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(AsyncExchange.class);

    private final AsyncContext async;
    private final HttpServletResponse response;
    private final Timer timer;
    private final boolean closable;
    private volatile Runnable whenBroken = () -> {};
    private boolean over; // Guarded by this. Once over, the container reuses its objects for another request.

    private AsyncExchange(AsyncContext async, HttpServletResponse response, Timer timer, boolean closable) {
        this.async = async;
        this.response = response;
        this.timer = timer;
        this.closable = closable;
    }

    /**
     * Starts asynchronous processing of a request. To be called in the servlet, on the container's thread. The response is
     * written to the container's own, below the wrappers of filters, which have finished with it by then.
     *
     * @return null when the container or a filter refuses
     */
    public static @Nullable AsyncExchange start(HttpServletRequest request, HttpServletResponse response, Timer timer) {
        AsyncContext async;
        try {
            async = request.startAsync(request, response);
        } catch (IllegalStateException e) {
            LOG.debug("A request is answered while its thread waits.", e);
            return null;
        }
        async.setTimeout(TIMEOUT.toMillis());
        AsyncExchange started = new AsyncExchange(
                async, Layers.own(response), timer, request.getProtocol().startsWith("HTTP/1"));
        async.addListener(started);
        return started;
    }

    /** Writes a response, unless the exchange has ended: then the container may use its objects for another request. */
    synchronized void ifOpen(Consumer<HttpServletResponse> write) {
        if (!over) {
            write.accept(response);
        }
    }

    /** Makes the connection close after the response. HTTP/2 has no such header, and needs none. */
    void closeConnection() {
        if (closable) {
            response.setHeader("Connection", "close");
        }
    }

    /** Ends the exchange unless it has ended. */
    void complete() {
        end(0);
    }

    /**
     * Ends the exchange shortly after the client has broken off, unless the container ends it first. Tomcat calls
     * {@link #onError(AsyncEvent)} next and fails when the exchange has ended meanwhile; Jetty leaves the end to us.
     */
    public void broken() {
        timer.after(BROKEN_GRACE, () -> end(HttpServletResponse.SC_BAD_REQUEST));
    }

    /** Runs this when the container finds out that the client has gone, if it does, or when the time is up. */
    public void whenBroken(Runnable task) {
        whenBroken = task;
    }

    @Override
    public void onError(AsyncEvent event) {
        whenBroken.run();
        end(0);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        whenBroken.run();
        end(HttpServletResponse.SC_REQUEST_TIMEOUT);
    }

    @Override
    public synchronized void onComplete(AsyncEvent event) {
        over = true;
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}

    /** Ends with this status when nothing has been sent yet; 0 leaves the status as it is. */
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
            LOG.debug("An exchange had ended already.", e);
        }
    }
}

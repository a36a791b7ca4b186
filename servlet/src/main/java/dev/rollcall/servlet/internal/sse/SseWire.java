// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.sse;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.protocol.wire.HeldTab;
import dev.rollcall.protocol.wire.TabFrame;
import dev.rollcall.protocol.wire.Verdict.Opening;
import dev.rollcall.protocol.wire.Wire;
import dev.rollcall.servlet.internal.held.HostResources;
import dev.rollcall.servlet.internal.held.SerialExecutor;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A held event stream. Writes only when the container says that it takes more, so no thread is held. */
final class SseWire implements Wire, WriteListener, AsyncListener {

    /** How long bytes already written may take to leave before the tab is given up. */
    static final Duration CLOSE_GRACE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(SseWire.class);

    /** A comment, which browsers ignore (HTML Living Standard, section 9.2.6). */
    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final AsyncContext async;
    private final ServletOutputStream out;
    private final HostResources resources;
    private final IntSupplier sweep;
    private final Consumer<SseWire> whenEnded;
    private final SerialExecutor executor = new SerialExecutor();

    /* Guards the response, which the container reuses for another request once the stream has ended. Held only for one
     * call of the container that does not block, never while the contract or an application runs. */
    private final Object response = new Object();
    private boolean ended;

    /* Used only in tasks of the executor: */
    private @Nullable Opening opening;
    private @Nullable HeldTab tab;
    private boolean greeting;
    private boolean unflushed;
    private boolean closing;
    private boolean tabClosed;

    /** The sweep in which the last write happened. */
    private volatile int lastWrite;

    /**
     * Creates the wire of one stream; to be set as its listener.
     *
     * @param sweep returns the number of the current sweep
     * @param whenEnded called when the stream has ended, on any thread, possibly twice
     */
    SseWire(
            AsyncContext async,
            ServletOutputStream out,
            Opening opening,
            HostResources resources,
            IntSupplier sweep,
            Consumer<SseWire> whenEnded) {
        this.async = async;
        this.out = out;
        this.opening = opening;
        this.resources = resources;
        this.sweep = sweep;
        this.whenEnded = whenEnded;
        lastWrite = sweep.getAsInt();
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    @Override
    public boolean isWritable() {
        return !closing && !unflushed && isReady();
    }

    @Override
    public void write(TabFrame frame) {
        if (!closing) {
            write(resources.encodings().event(frame));
        }
    }

    @Override
    public void ping() {}

    @Override
    public void close(Disconnect disconnect) {
        if (closing) {
            return;
        }
        closing = true;
        if (!unflushed && isReady()) {
            end();
        } else {
            // Completing with bytes unsent would hold one of the container's threads until they are sent. The stream
            // ends when they are, or at the container's own write timeout; the tab is given up before that.
            resources.timer().after(CLOSE_GRACE, () -> executor.execute(this::closeTab));
        }
    }

    /** Sends a comment when nothing has been written since this sweep. From any thread. */
    void probe(int since) {
        if (lastWrite - since <= 0) {
            executor.execute(() -> {
                if (tab != null && isWritable()) {
                    write(COMMENT);
                }
            });
        }
    }

    /** Gives the tab up because the container does not hold the stream. The caller ends the response. */
    void giveUp() {
        synchronized (response) {
            ended = true;
        }
        afterEnd();
    }

    /** Ends the stream, whatever has been written and not sent yet. From any thread. */
    void end() {
        synchronized (response) {
            if (!ended) {
                ended = true;
                try {
                    async.complete();
                } catch (IllegalStateException e) {
                    LOG.debug("A stream had ended already.", e);
                }
            }
        }
        afterEnd();
    }

    @Override
    public void onWritePossible() {
        executor.execute(this::pump);
    }

    /** The stream broke. Most containers call {@link #onError(AsyncEvent)} next; the stream is ended where they do not. */
    @Override
    public void onError(Throwable failure) {
        LOG.debug("A stream broke.", failure);
        endLater();
    }

    @Override
    public void onError(AsyncEvent event) {
        end(); // Otherwise the container dispatches to the application's error page, and logs.
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        synchronized (response) {
            ended = true;
        }
        afterEnd();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}

    /** Goes on with whatever waited for the container to take more. */
    private void pump() {
        open();
        if (unflushed) {
            flush();
        }
        if (unflushed) {
            return;
        }
        if (closing) {
            end();
        } else if (tab != null) {
            tab.writable();
        }
    }

    private void open() {
        Opening first = opening;
        if (first == null || tabClosed) {
            return;
        }
        opening = null;
        greeting = true; // Flushed once the hub lists the connection: the tab may answer its greeting at once.
        try {
            tab = first.open(this);
        } catch (RuntimeException | Error e) { // Errors too: the stream must end.
            LOG.error("A connection could not be opened; it is closed.", e);
            closing = true;
        }
        greeting = false;
    }

    private boolean isReady() {
        synchronized (response) {
            return !ended && out.isReady();
        }
    }

    private void write(byte[] bytes) {
        lastWrite = sweep.getAsInt();
        synchronized (response) {
            if (ended) {
                return;
            }
            try {
                out.write(bytes);
                unflushed = true;
            } catch (IOException | RuntimeException e) {
                broken(e);
            }
        }
        flush();
    }

    private void flush() {
        if (greeting) {
            return;
        }
        synchronized (response) {
            try {
                if (!ended && !tabClosed && out.isReady()) {
                    out.flush();
                    unflushed = false;
                }
            } catch (IOException | RuntimeException e) {
                broken(e);
            }
        }
    }

    private void broken(Exception failure) {
        LOG.debug("A stream broke.", failure);
        closing = true;
        endLater();
    }

    /** Ends the stream after the grace: the container is still handling the error, and completing now would raise a second one. */
    private void endLater() {
        resources.timer().after(CLOSE_GRACE, this::end);
    }

    private void afterEnd() {
        whenEnded.accept(this);
        executor.execute(this::closeTab);
    }

    private void closeTab() {
        if (tabClosed) {
            return;
        }
        tabClosed = true;
        closing = true;
        if (tab != null) {
            tab.closed();
        } else if (opening != null) {
            opening.abandon();
        }
    }
}

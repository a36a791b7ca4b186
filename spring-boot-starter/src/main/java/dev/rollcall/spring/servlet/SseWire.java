// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.protocol.wire.HeldTab;
import dev.rollcall.protocol.wire.TabFrame;
import dev.rollcall.protocol.wire.Verdict.Opening;
import dev.rollcall.protocol.wire.Wire;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A held SSE stream, written only when the container says that it takes more. */
final class SseWire implements Wire, WriteListener, AsyncListener {

    /** How long what was written before may take to leave, before the tab is given up. */
    static final Duration CLOSE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(SseWire.class);

    /** A comment: browsers drop it (HTML Living Standard, section 9.2.6). */
    private static final byte[] PROBE = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final AsyncContext async;
    private final ServletOutputStream out;
    private final Background background;
    private final Consumer<SseWire> gone;
    private final Lane lane = new Lane();

    /* Guards the response, which the container may give to another request once it is over. Held for one call of the
     * container's that does not block; never while a session or an application runs. */
    private final Object response = new Object();
    private boolean over;

    /* Only on the lane: */
    private @Nullable Opening opening;
    private @Nullable HeldTab session;
    private boolean greeting;
    private boolean unflushed;
    private boolean closing;
    private boolean left;
    private volatile long lastWrite = System.nanoTime();

    /**
     * Takes a stream over.
     *
     * @param gone called when the stream has ended, on any thread, perhaps twice
     */
    SseWire(
            AsyncContext async,
            ServletOutputStream out,
            Opening opening,
            Background background,
            Consumer<SseWire> gone) {
        this.async = async;
        this.out = out;
        this.opening = opening;
        this.background = background;
        this.gone = gone;
    }

    @Override
    public void execute(Runnable task) {
        lane.execute(task);
    }

    @Override
    public boolean isWritable() {
        return !closing && !unflushed && isReady();
    }

    @Override
    public void write(TabFrame frame) {
        if (!closing) {
            put(Forms.event(frame));
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
            // Ending a stream with bytes unsent would hold a thread of the container until they are. So the stream ends
            // when they are gone or when the container's own time for writing is up; the tab is not counted until then.
            background.after(CLOSE, () -> lane.execute(this::leave));
        }
    }

    /** Sends a comment when nothing was sent for so long: a container notices only by writing that a tab is gone. */
    void probe(long nanos) {
        if (System.nanoTime() - lastWrite >= nanos) {
            lane.execute(() -> {
                if (session != null && isWritable()) {
                    put(PROBE);
                }
            });
        }
    }

    /** Ends the stream, whatever was written and has not left yet. From any thread. */
    void end() {
        synchronized (response) {
            if (!over) {
                over = true;
                try {
                    async.complete();
                } catch (IllegalStateException e) {
                    LOG.debug("A stream was over already.", e);
                }
            }
        }
        gone();
    }

    @Override
    public void onWritePossible() {
        lane.execute(this::pump);
    }

    /** The stream broke. The container goes on to {@link #onError(AsyncEvent)}; one that does not is helped along. */
    @Override
    public void onError(Throwable failure) {
        LOG.debug("A stream broke.", failure);
        broken();
    }

    @Override
    public void onError(AsyncEvent event) {
        end(); // Without this the container would dispatch to the application's error page, and log.
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        synchronized (response) {
            over = true;
        }
        gone();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}

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
        } else if (session != null) {
            session.writable();
        }
    }

    private void open() {
        Opening first = opening;
        if (first == null || left) {
            return;
        }
        opening = null;
        greeting = true; // Sent when others know the connection: a tab may answer its greeting at once.
        try {
            session = first.open(this);
        } catch (RuntimeException e) {
            LOG.error("A connection could not be opened; it is closed.", e);
            closing = true;
        }
        greeting = false;
    }

    private boolean isReady() {
        synchronized (response) {
            return !over && out.isReady();
        }
    }

    private void put(byte[] bytes) {
        lastWrite = System.nanoTime();
        synchronized (response) {
            if (over) {
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
                if (!over && !left && out.isReady()) {
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
        broken();
    }

    /* Not ended here: the container is in the midst of finding out, and would take it for a second mistake. */
    private void broken() {
        background.after(CLOSE, this::end);
    }

    private void gone() {
        gone.accept(this);
        lane.execute(this::leave);
    }

    private void leave() {
        if (left) {
            return;
        }
        left = true;
        closing = true;
        if (session != null) {
            session.closed();
        } else if (opening != null) {
            opening.abandon();
        }
    }
}

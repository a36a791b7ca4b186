// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands lines to its own thread, so that no caller has to wait for the reader of the log: standard error may be a pipe
 * whose reader hangs. While {@value #WAITING} lines wait, further ones are dropped; their number is logged once there
 * is room again. Thread-safe.
 */
final class LossyAppender extends AsyncAppender {

    private static final int WAITING = 4_096;

    /** How long writing the waiting lines may take when the process ends, in milliseconds. */
    private static final int MAX_FLUSH_MILLIS = 1_000;

    private final LoggerContext owner;
    private final AtomicLong leftOut = new AtomicLong();

    /** Starts the thread. */
    LossyAppender(LoggerContext owner, Appender<ILoggingEvent> target) {
        this.owner = owner;
        setContext(owner);
        setQueueSize(WAITING);
        setDiscardingThreshold(0);
        setNeverBlock(true);
        setMaxFlushTime(MAX_FLUSH_MILLIS);
        addAppender(target);
        start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (getRemainingCapacity() == 0) {
            leftOut.incrementAndGet();
            return;
        }
        super.append(event);
        long count = leftOut.getAndSet(0);
        if (count > 0) {
            super.append(note(count));
        }
    }

    private ILoggingEvent note(long count) {
        Logger logger = owner.getLogger(LossyAppender.class);
        String text = "{} lines are missing above: nobody read the log, or not fast enough";
        return new LoggingEvent(LossyAppender.class.getName(), logger, Level.WARN, text, null, new Object[] {count});
    }
}

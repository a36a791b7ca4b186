// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.webhook;

import dev.rollcall.core.event.RolloutEvent;
import dev.rollcall.core.fault.OncePerMinute;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.core.time.Timer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events waiting to be sent to one address, in order: each is sent when the one before it has arrived or was given
 * up. Thread-safe; never blocks.
 */
final class WebhookQueue {

    /** The largest number of events that wait; beyond it the oldest is dropped. */
    static final int MOST = 100;

    /** How long to wait before each further attempt: about an hour in total. */
    static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(20),
            Duration.ofMinutes(30));

    private static final Logger LOG = LoggerFactory.getLogger(WebhookQueue.class);

    private final URI address;
    private final WebhookSignature signature;
    private final WebhookPost post;
    private final Timer timer;
    private final Telemetry telemetry;
    private final OncePerMinute failures;
    private final Deque<RolloutEvent> waiting = new ArrayDeque<>(); // the lock; nobody is called while it is held
    private @Nullable RolloutEvent underWay;
    private boolean closed;

    WebhookQueue(URI address, WebhookSignature signature, WebhookPost post, Timer timer, Telemetry telemetry) {
        this.address = address;
        this.signature = signature;
        this.post = post;
        this.timer = timer;
        this.telemetry = telemetry;
        this.failures = new OncePerMinute(() -> TimeUnit.MILLISECONDS.toNanos(timer.ticks()));
    }

    /** Sends an event as soon as those before it are done. */
    void add(RolloutEvent event) {
        boolean dropped;
        synchronized (waiting) {
            waiting.add(event);
            dropped = waiting.size() > MOST && waiting.poll() != null;
        }
        if (dropped) {
            failed("the oldest of " + MOST + " events that wait is given up", "dropped");
        }
        next();
    }

    /** Stops sending; waiting events are lost. */
    void close() {
        synchronized (waiting) {
            closed = true;
            waiting.clear();
        }
    }

    private void next() {
        RolloutEvent event;
        synchronized (waiting) {
            if (closed || underWay != null || waiting.isEmpty()) {
                return;
            }
            event = waiting.remove();
            underWay = event;
        }
        attempt(event, 0);
    }

    private void attempt(RolloutEvent event, int before) {
        byte[] body = WebhookJson.write(event);
        long seconds = TimeUnit.MILLISECONDS.toSeconds(timer.millis());
        Map<String, String> headers = Map.of(
                "Content-Type", "application/json",
                "User-Agent", "Rollcall",
                "X-Rollcall-Event", event.type().wireName(),
                "X-Rollcall-Id", event.id(),
                "X-Rollcall-Signature", signature.header(seconds, body));
        var unused = post.send(address, headers, body).whenComplete((status, failure) -> {
            if (status != null && status / 100 == 2) {
                telemetry.webhook("sent");
                done();
            } else {
                again(event, before, status == null ? "no response" : "status " + status);
            }
        });
    }

    private void again(RolloutEvent event, int before, String why) {
        if (before == WAITS.size()) {
            failed(why + "; the event " + event.type().wireName() + " is given up", "dropped");
            done();
            return;
        }
        Duration wait = WAITS.get(before);
        timer.after(wait, () -> {
            if (isOpen()) {
                attempt(event, before + 1);
            }
        });
        failed(why + "; the next attempt is in " + wait.toSeconds() + " s", "failed");
    }

    private boolean isOpen() {
        synchronized (waiting) {
            return !closed;
        }
    }

    private void done() {
        synchronized (waiting) {
            underWay = null;
        }
        next();
    }

    private void failed(String what, String result) {
        telemetry.webhook(result);
        long more = failures.next();
        if (more != OncePerMinute.HELD_BACK) {
            LOG.warn(
                    "Webhook {}: {} ({} more failures since the last such line)",
                    WebhookAddress.shown(address),
                    what,
                    more);
        }
    }
}

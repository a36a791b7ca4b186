// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/** The messages that a tab has received and not yet looked at, and how it ended. Thread-safe. */
public final class Inbox {

    /** How long any helper waits before it concludes that nothing will come: long enough for a busy machine. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> end = new CompletableFuture<>();

    /** Adds a message, as text. If it is not JSON, a caller that waits for the end or the next message fails. */
    void add(String text) {
        messages.add(Json.parse(text));
    }

    /** Notes the end: the close code, or 0 if the transport has none. Only the first call counts. */
    void ended(int code) {
        end.complete(code);
    }

    /** Waits for the next message. */
    JsonNode next() {
        JsonNode message = poll();
        if (message == null) {
            throw new AssertionError("message: none within " + PATIENCE + " (expected: one); ended: " + end);
        }
        return message;
    }

    /** Waits for the next message of a type; earlier ones of other types are dropped. */
    JsonNode next(String type) {
        List<String> dropped = new ArrayList<>();
        for (JsonNode message = poll(); message != null; message = poll()) {
            if (message.path("type").asString("").equals(type)) {
                return message;
            }
            dropped.add(message.toString());
        }
        throw new AssertionError(
                "message: none within " + PATIENCE + " (expected: " + type + "); came: " + dropped + "; ended: " + end);
    }

    /** Returns the messages that are already here, without waiting. */
    List<JsonNode> drain() {
        List<JsonNode> all = new ArrayList<>();
        messages.drainTo(all);
        return all;
    }

    /** Returns whether the end has come. */
    boolean hasEnded() {
        return end.isDone();
    }

    /** Waits for the end, and returns the close code. */
    int end() {
        return await(end);
    }

    /** Waits for a future, at most {@link #PATIENCE}. */
    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("nothing within " + PATIENCE, e);
        } catch (ExecutionException e) {
            throw new AssertionError(String.valueOf(e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private @org.jspecify.annotations.Nullable JsonNode poll() {
        try {
            return messages.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}

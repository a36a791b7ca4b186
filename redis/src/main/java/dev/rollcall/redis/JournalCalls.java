// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.journal.JournalException;
import dev.rollcall.core.journal.JournalStatus;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of a journal to Redis: bounded in number, bytes and time, with failures in words for people. Thread-safe.
 */
final class JournalCalls {

    /** The largest number of calls under way. */
    static final int MOST = 4_096;

    /** The largest size of all values under way, in bytes. */
    static final long MOST_BYTES = 8 << 20;

    private static final String AGAIN = " (expected: a Redis that answers; Rollcall keeps trying)";
    private static final String NEWER = "JOURNALFORMAT ";
    private static final int MOST_REPLY = 200;

    private static final String LOGIN = "user and password of Redis in redis-url";
    private static final String RIGHTS = "a user of Redis with the rights that docs/clustering.md names";

    /** What to do about errors of Redis (Redis source, server.c, "shared" errors), by their first word. */
    private static final Map<String, String> ADVICE = Map.of(
            "OOM", "room; raise maxmemory in Redis, or free some",
            "MISCONF", "a Redis that can write to its disk; check it, then try again",
            "READONLY", "the primary, and no replica; see redis-url",
            "NOREPLICAS", "as many replicas as min-replicas-to-write in Redis says",
            "NOPERM", RIGHTS,
            "can't run this command", RIGHTS,
            "WRONGPASS", LOGIN,
            "NOAUTH", LOGIN,
            "WRONGTYPE", "keys that only Rollcall writes to; remove the one that somebody else wrote");

    private static final Logger LOG = LoggerFactory.getLogger(JournalCalls.class);

    private final RedisConnector connector;
    private final String place;
    private final CompletableFuture<@Nullable Void> idle = new CompletableFuture<>(); // once closed
    private int underWay; // all of these under the lock
    private long bytes;
    private boolean closed;
    private volatile @Nullable String trouble;

    /** @param place where Redis is, for people */
    JournalCalls(RedisConnector connector, String place) {
        this.connector = connector;
        this.place = place;
    }

    /** Runs a script that changes something. */
    CompletionStage<List<byte[]>> write(int size, String script, List<String> keys, byte[]... arguments) {
        return call(true, size, script, keys, arguments);
    }

    /** Runs a script that changes nothing. */
    CompletionStage<List<byte[]>> read(String script, List<String> keys, byte[]... arguments) {
        return call(false, 0, script, keys, arguments);
    }

    private CompletionStage<List<byte[]>> call(
            boolean writes, int size, String script, List<String> keys, byte[]... arguments) {
        JournalException refused = begin(size);
        if (refused != null) {
            return CompletableFuture.failedStage(refused);
        }
        CompletableFuture<List<byte[]>> answered = new CompletableFuture<>();
        // Send it whole each time, not by its digest: a call that must be sent again would come after later ones.
        connector
                .<List<byte[]>>call(redis -> redis.eval(
                        script.getBytes(UTF_8), ScriptOutputType.MULTI, keys.toArray(new String[0]), arguments))
                .whenComplete((answer, failure) -> {
                    done(size);
                    if (failure == null) {
                        succeeded(writes);
                        answered.complete(answer);
                    } else {
                        answered.completeExceptionally(failed(writes, failure));
                    }
                });
        return answered;
    }

    private synchronized @Nullable JournalException begin(int size) {
        if (closed) {
            return new JournalException(JournalException.STOPPING);
        }
        if (underWay >= MOST || (size > 0 && bytes + size > MOST_BYTES)) {
            return new JournalException("not kept: " + MOST + " calls or " + MOST_BYTES + " bytes wait for " + place
                    + " already (expected: a Redis that keeps up; try again in a second)");
        }
        underWay++;
        bytes += size;
        return null;
    }

    private synchronized void done(int size) {
        underWay--;
        bytes -= size;
        if (closed && underWay == 0) {
            idle.complete(null);
        }
    }

    private void succeeded(boolean writes) {
        if (writes && trouble != null) {
            reached();
        }
    }

    private JournalException failed(boolean writes, Throwable failure) {
        JournalException said = failure(writes, failure);
        if (writes) {
            trouble(String.valueOf(said.getMessage()));
        }
        return said;
    }

    /** The connection is there, or the last write was kept. */
    void reached() {
        if (trouble != null) {
            trouble = null;
            LOG.info("The journal can be written again: {}", place);
        }
    }

    /** The connection is not there. */
    void lost(String why) {
        boolean ending;
        synchronized (this) {
            ending = closed;
        }
        if (!ending) {
            trouble("not kept: " + place + ": " + why + advice(why));
        }
    }

    private void trouble(String what) {
        if (trouble == null) {
            LOG.warn("The journal cannot be written: {}", what);
        }
        trouble = what;
    }

    JournalStatus status() {
        synchronized (this) {
            return new JournalStatus(true, place, underWay, trouble);
        }
    }

    /** Accepts no more calls, and waits for those that are under way. */
    void end(Duration most) {
        synchronized (this) {
            closed = true;
            if (underWay == 0) {
                idle.complete(null);
            }
        }
        await(idle, most);
    }

    /** Waits for something that never fails; returns whether it came in time. */
    static boolean await(CompletableFuture<@Nullable Void> event, Duration most) {
        try {
            event.get(most.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    /**
     * Says what has failed. A refusal by Redis is certain, and so is a missing connection; after any other failure
     * nobody knows whether Redis has carried out the call.
     */
    private JournalException failure(boolean writes, Throwable failure) {
        String done = writes ? "not kept: " : "not read: ";
        Throwable cause = cause(failure);
        if (cause instanceof RedisCommandExecutionException refusal) {
            return new JournalException(done + refused(String.valueOf(refusal.getMessage())), failure);
        }
        String why = place + ": " + RedisConnector.reason(failure);
        if (!writes || wasNotSent(cause)) {
            return new JournalException(done + why + advice(why), failure);
        }
        return new JournalException(
                "may or may not have been kept: " + why + " (expected: check what is there, then try again)", failure);
    }

    private String refused(String reply) {
        String said = place + " refuses: " + reply.substring(0, Math.min(reply.length(), MOST_REPLY));
        if (reply.startsWith(NEWER)) {
            return place + " holds a journal of format " + reply.substring(NEWER.length())
                    + ", which this version of Rollcall does not know (expected: format 1; run the version that wrote it, or"
                    + " set another cluster-name)";
        }
        return said + advice(reply);
    }

    private static String advice(String said) {
        return ADVICE.entrySet().stream()
                .filter(advice -> said.contains(advice.getKey()))
                .findFirst()
                .map(advice -> " (expected: " + advice.getValue() + ")")
                .orElse(AGAIN);
    }

    private static boolean wasNotSent(Throwable cause) {
        return cause instanceof RedisConnector.UnsentException
                || cause instanceof RedisConnectionException
                || String.valueOf(cause.getMessage()).startsWith("Currently not connected");
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}

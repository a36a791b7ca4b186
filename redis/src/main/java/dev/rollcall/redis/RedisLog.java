// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static dev.rollcall.redis.RedisBackplane.ascii;
import static dev.rollcall.redis.RedisBackplane.text;

import dev.rollcall.core.backplane.Receiver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log from where this node stopped: one question at a time, for as long as there may be more. After a lost
 * connection it reads the last minute again, because the Redis there now may not have everything that the previous one
 * had. Thread-safe.
 */
final class RedisLog {

    private static final Script READ = new Script(RedisScripts.READ);
    private static final String FROM_THE_END = "";
    private static final String THE_LAST_MINUTE = "-";

    private final RedisLink link;
    private final RedisKeys keys;
    private final AtomicInteger wanted = new AtomicInteger();
    private volatile @Nullable Receiver receiver;
    private volatile String from = FROM_THE_END;
    private volatile boolean begun;

    RedisLog(RedisLink link, RedisKeys keys) {
        this.link = link;
        this.keys = keys;
    }

    void start(Receiver told) {
        receiver = told;
    }

    /** The connection is there: for the first time, or again. */
    CompletionStage<@Nullable Void> resume() {
        from = begun ? THE_LAST_MINUTE : FROM_THE_END;
        return read();
    }

    /** Reads if the log is ahead of this node. */
    void readUpTo(String id) {
        if (begun && !id.equals(from) && !id.equals("0-0")) {
            read();
        }
    }

    /** Reads what is new. Does not wait for a question that is under way: that one is followed by another. */
    CompletionStage<@Nullable Void> read() {
        return wanted.getAndIncrement() == 0 ? next() : CompletableFuture.completedStage(null);
    }

    private CompletionStage<@Nullable Void> next() {
        int asked = wanted.get();
        return link.callAnyway(redis -> READ.run(redis, List.of(keys.log()), ascii(from)))
                .handle((answer, failure) -> {
                    String before = from;
                    if (failure == null) {
                        take(answer);
                    }
                    boolean more = failure == null && !from.equals(before);
                    int left = wanted.addAndGet(-asked);
                    if (failure != null) {
                        wanted.set(0); // the next renewal of the lease, or connection, asks again
                    } else if (more || left > 0) {
                        return more && left == 0 ? read() : next();
                    }
                    return CompletableFuture.<@Nullable Void>completedStage(null);
                })
                .thenCompose(done -> done);
    }

    private void take(List<byte[]> answer) {
        Receiver told = receiver;
        from = text(answer.get(0));
        begun = true;
        for (int i = 1; i + 2 < answer.size() && told != null; i += 3) {
            told.entry(
                    Long.parseLong(text(answer.get(i + 1))),
                    Math.max(0, Long.parseLong(text(answer.get(i)))),
                    answer.get(i + 2));
        }
    }
}

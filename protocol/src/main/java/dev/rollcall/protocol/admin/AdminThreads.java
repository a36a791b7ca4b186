// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.fault.Fatal;
import dev.rollcall.core.fault.OncePerMinute;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads on which admin requests are worked on: two, with at most 100 requests waiting. A request whose answer comes
 * later holds none of them. Thread-safe.
 */
final class AdminThreads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AdminThreads.class);
    private static final OncePerMinute FAILURES = new OncePerMinute();
    private static final int THREADS = 2;
    private static final int WAITING = 100;

    private final ThreadPoolExecutor threads;

    /** Starts threads when there is something to do. */
    AdminThreads() {
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), AdminThreads::daemon);
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Works on a request.
     *
     * @param act makes the answer; whatever goes wrong in it is logged and answered 500
     * @return the answer, which never fails; null when too many requests wait
     */
    @Nullable
    CompletionStage<Response> run(AdminRequest asked, Function<AdminRequest, CompletionStage<Response>> act) {
        try {
            return CompletableFuture.supplyAsync(() -> act.apply(asked), threads)
                    .thenCompose(response -> response)
                    .exceptionally(failure -> failed(asked, failure));
        } catch (RejectedExecutionException e) {
            return null;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static Response failed(AdminRequest asked, Throwable failure) {
        long more = FAILURES.next();
        if (more != OncePerMinute.HELD_BACK) {
            LOG.warn(
                    "An admin request failed, as {} before; it was answered 500. Please report this. request={}",
                    more,
                    asked,
                    failure);
        }
        Fatal.check(failure);
        return Responses.error(500, "internal error");
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "rollcall-admin");
        thread.setDaemon(true);
        return thread;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.fault.Fatal;
import dev.rollcall.core.fault.OncePerMinute;
import dev.rollcall.core.hook.FairSlots;
import dev.rollcall.protocol.http.address.AddressKey;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that handle admin requests. Known callers have two for questions and one for commands, so that no
 * question holds up a command. Requests that must be read before their sender is known have another one and take turns
 * by address. At most 100 requests wait for each of the three. A request whose answer comes later holds no thread.
 * Thread-safe.
 */
final class AdminThreads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AdminThreads.class);
    private static final OncePerMinute FAILURES = new OncePerMinute();
    private static final int WAITING = 100;

    /* Never sent. */
    private static final CompletionStage<Response> NOBODY =
            CompletableFuture.completedStage(Responses.error(408, "nobody is waiting for the answer any more"));

    private final List<ExecutorService> own = new ArrayList<>();
    private final Executor questions;
    private final Executor commands;
    private final Executor reader;
    private final FairSlots turns = new FairSlots(1, WAITING);
    private final Function<AdminRequest, Response> busy;

    /**
     * Starts threads when there is work.
     *
     * @param all does everything in place of the threads, one task at a time; null for threads
     * @param busy makes the answer for a request when too many wait
     */
    AdminThreads(@Nullable Executor all, Function<AdminRequest, Response> busy) {
        questions = all == null ? pool(2, "rollcall-admin") : all;
        commands = all == null ? pool(1, "rollcall-admin-commands") : all;
        reader = all == null ? pool(1, "rollcall-admin-reader") : all;
        this.busy = busy;
    }

    /**
     * Handles a request of a known caller: a question if its method is GET or HEAD, otherwise a command. A question
     * whose asker leaves before its turn is dropped.
     *
     * @param act makes the answer; any failure in it is logged and answered with 500
     * @return the answer, which never fails
     */
    CompletionStage<Response> run(AdminRequest asked, Function<AdminRequest, CompletionStage<Response>> act) {
        Executor threads = asked.request().isRead() ? questions : commands;
        try {
            return CompletableFuture.supplyAsync(() -> isDropped(asked) ? NOBODY : act.apply(asked), threads)
                    .thenCompose(response -> response)
                    .exceptionally(failure -> failed(asked, failure));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedStage(busy.apply(asked));
        }
    }

    private static boolean isDropped(AdminRequest asked) {
        return asked.request().isRead() && asked.asker().hasLeft();
    }

    /** Handles a request of a stranger; as {@link #run}. */
    CompletionStage<Response> read(AdminRequest asked, Function<AdminRequest, CompletionStage<Response>> act) {
        CompletableFuture<CompletionStage<Response>> answer = new CompletableFuture<>();
        turns.submit(Long.toString(AddressKey.of(asked.client())), new FairSlots.Job() {
            @Override
            public boolean start() {
                try {
                    reader.execute(() -> work(asked, act, answer));
                    return true;
                } catch (RejectedExecutionException e) {
                    refuse();
                    return false;
                }
            }

            @Override
            public void refuse() {
                answer.complete(CompletableFuture.completedStage(busy.apply(asked)));
            }
        });
        return answer.thenCompose(response -> response).exceptionally(failure -> failed(asked, failure));
    }

    private void work(
            AdminRequest asked,
            Function<AdminRequest, CompletionStage<Response>> act,
            CompletableFuture<CompletionStage<Response>> answer) {
        try {
            answer.complete(act.apply(asked));
        } catch (RuntimeException | Error e) { // even on an Error: somebody waits for the answer
            answer.completeExceptionally(e);
        } finally {
            turns.done();
        }
    }

    /** Returns the threads for questions, to answer other nodes; they refuse work when there is too much. */
    Executor forNodes() {
        return questions;
    }

    /**
     * Returns the thread for commands, to continue those that waited for other nodes; it refuses work when there is too
     * much.
     */
    Executor forCommands() {
        return commands;
    }

    @Override
    public void close() {
        own.forEach(ExecutorService::shutdownNow);
    }

    private static Response failed(AdminRequest asked, Throwable failure) {
        long more = FAILURES.next();
        if (more != OncePerMinute.HELD_BACK) {
            LOG.warn(
                    "An admin request failed ({} more since the last such line); it was answered 500. Please report this."
                            + " request={}",
                    more,
                    asked,
                    failure);
        }
        Fatal.check(failure);
        return Responses.error(500, "internal error");
    }

    private Executor pool(int size, String name) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(size, size, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    // The thread that creates it may belong to a container that ends first, such as Actuator's.
                    thread.setContextClassLoader(AdminThreads.class.getClassLoader());
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        own.add(pool);
        return pool;
    }
}

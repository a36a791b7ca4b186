// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client of one Redis, with its threads and its connection for commands. The connection is reopened for as long as
 * this is open. While it is missing, commands fail at once; none waits longer than {@code patience}, and commands not
 * answered when the connection broke fail too: they are not sent again, so nothing is carried out twice. Thread-safe.
 */
final class RedisConnector implements AutoCloseable {

    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    /** The largest number of calls under way. Each may send a command again, and the client itself sends some. */
    private static final int MOST_UNDER_WAY = 10_000;

    private static final long RETRY_MILLIS = 1_000;
    private static final Duration RETRY_SOONEST = Duration.ofMillis(10);

    /** Soon enough that a server does not miss its lease only because it waits to try again. */
    private static final Duration RETRY_LATEST = Duration.ofSeconds(2);

    private final RedisAddress address;
    private final ClientResources resources;
    private final AbstractRedisClient client;
    private volatile @Nullable RedisClusterAsyncCommands<String, byte[]> commands;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicLong askedForNodes = new AtomicLong(System.nanoTime());
    private volatile @Nullable Object commandConnection;
    private volatile String unreached = "was not reached yet";
    private volatile boolean closed;

    /** The command was not sent: there is no connection yet, or too much is under way. */
    @SuppressWarnings("serial") // Nobody writes it anywhere.
    static final class UnsentException extends RuntimeException {
        private UnsentException(String why) {
            super(why);
        }
    }

    /** Opens nothing yet; see {@link #open}. */
    RedisConnector(RedisAddress address, Duration patience) {
        this.address = address;
        resources = DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .reconnectDelay(
                        Delay.fullJitter(RETRY_SOONEST, RETRY_LATEST, RETRY_LATEST.toMillis() / 10, MILLISECONDS))
                .build();
        client = address.isCluster() ? cluster(patience) : single(patience);
    }

    private RedisClusterClient cluster(Duration patience) {
        RedisClusterClient cluster = RedisClusterClient.create(resources, address.uris());
        ClusterClientOptions.Builder options = ClusterClientOptions.builder();
        set(options, patience);
        cluster.setOptions(options.build());
        return cluster;
    }

    private RedisClient single(Duration patience) {
        RedisClient single = RedisClient.create(resources, address.uris().get(0));
        ClientOptions.Builder options = ClientOptions.builder();
        set(options, patience);
        single.setOptions(options.build());
        return single;
    }

    private void set(ClientOptions.Builder options, Duration patience) {
        SslOptions tls = address.tls();
        if (tls != null) {
            options.sslOptions(tls);
        }
        options.autoReconnect(true)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(command -> true)
                .requestQueueSize(3 * MOST_UNDER_WAY)
                .timeoutOptions(TimeoutOptions.enabled(patience))
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(patience)
                        .keepAlive(true)
                        .build());
    }

    /**
     * Adds a listener for when any connection of this client is made or lost, including those for its own questions.
     */
    void listen(RedisConnectionStateListener listener) {
        client.addListener(listener);
    }

    /**
     * Returns whether a connection is the one for commands. On a Redis Cluster there is no such connection: each node
     * has its own, and a lost one shows when a command fails.
     */
    boolean isForCommands(RedisChannelHandler<?, ?> connection) {
        return connection == commandConnection && !closed;
    }

    /**
     * Opens the connection, and tries again until it has.
     *
     * @param more what else must be ready before this counts as connected; asked at each attempt
     * @param connected called once, when everything is ready
     * @param failed called after each failed attempt with what went wrong, in words for people
     */
    void open(Supplier<CompletionStage<?>> more, Runnable connected, Consumer<String> failed) {
        if (closed) {
            return;
        }
        commandConnection().thenCompose(ready -> more.get()).whenComplete((ready, failure) -> {
            if (failure == null) {
                connected.run();
                return;
            }
            unreached = reason(failure);
            failed.accept(unreached);
            later(() -> open(more, connected, failed));
        });
    }

    private void later(Runnable again) {
        if (!closed) {
            Future<?> unused = resources.eventExecutorGroup().schedule(again, RETRY_MILLIS, MILLISECONDS);
        }
    }

    private CompletionStage<RedisClusterAsyncCommands<String, byte[]>> commandConnection() {
        RedisClusterAsyncCommands<String, byte[]> ready = commands;
        if (ready != null) {
            return CompletableFuture.completedStage(ready);
        }
        CompletionStage<? extends RedisClusterAsyncCommands<String, byte[]>> opening =
                client instanceof RedisClusterClient cluster
                        ? cluster.refreshPartitionsAsync() // which nodes there are
                                .thenCompose(known -> cluster.connectAsync(CODEC))
                                .thenApply(connection -> connection.async())
                        : ((RedisClient) client)
                                .connectAsync(CODEC, address.uris().get(0))
                                .thenApply(connection -> {
                                    commandConnection = connection;
                                    return connection.async();
                                });
        return opening.thenApply(opened -> {
            commands = opened;
            return opened;
        });
    }

    /** Opens a connection for channels. */
    CompletionStage<StatefulRedisPubSubConnection<String, byte[]>> channelConnection() {
        if (client instanceof RedisClusterClient cluster) {
            return cluster.connectPubSubAsync(CODEC).thenApply(connection -> connection);
        }
        return ((RedisClient) client).connectPubSubAsync(CODEC, address.uris().get(0));
    }

    /**
     * Sends a command, or several that depend on each other. Fails with whatever went wrong, or when too much is under
     * way.
     */
    <T> CompletionStage<T> call(Function<RedisClusterAsyncCommands<String, byte[]>, CompletionStage<T>> command) {
        return underWay.get() < MOST_UNDER_WAY
                ? callAnyway(command)
                : CompletableFuture.failedStage(new UnsentException(
                        MOST_UNDER_WAY + " calls are under way already (expected: a Redis that keeps up)"));
    }

    /** Likewise, however much is under way: for calls of which there is one at a time. */
    <T> CompletionStage<T> callAnyway(Function<RedisClusterAsyncCommands<String, byte[]>, CompletionStage<T>> command) {
        RedisClusterAsyncCommands<String, byte[]> ready = commands;
        if (ready == null) {
            return unreached();
        }
        underWay.incrementAndGet();
        return started(ready, command).whenComplete((answer, failure) -> {
            underWay.decrementAndGet();
            if (failure != null && client instanceof RedisClusterClient cluster) {
                askForNodes(cluster);
            }
        });
    }

    private static <T> CompletionStage<T> started(
            RedisClusterAsyncCommands<String, byte[]> ready,
            Function<RedisClusterAsyncCommands<String, byte[]>, CompletionStage<T>> command) {
        try {
            return command.apply(ready);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /**
     * A master may have a replacement that this client does not know of. By itself the client finds out only when one
     * of its connections breaks, and then not soon.
     */
    private void askForNodes(RedisClusterClient cluster) {
        long now = System.nanoTime();
        long last = askedForNodes.get();
        if (now - last > RETRY_LATEST.toNanos() && askedForNodes.compareAndSet(last, now)) {
            CompletionStage<?> unused = cluster.refreshPartitionsAsync();
        }
    }

    /** Fails with why there is no connection yet. */
    <T> CompletionStage<T> unreached() {
        return CompletableFuture.failedStage(new UnsentException(unreached));
    }

    /** Returns what went wrong, in words for people. When a connection fails, only the last cause says why. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && (cause instanceof CompletionException || cause instanceof RedisConnectionException)) {
            cause = cause.getCause();
        }
        if (cause instanceof RedisCommandTimeoutException) {
            return "no answer in time";
        }
        Throwable last = cause;
        while (last.getCause() != null && last.getCause() != last) {
            last = last.getCause();
        }
        return String.valueOf(last.getMessage());
    }

    @Override
    public void close() {
        closed = true;
        Future<?> unused = client.shutdownAsync(0, 1, TimeUnit.SECONDS).thenRun(this::endThreads);
    }

    private void endThreads() {
        Future<?> unused = resources.shutdown(0, 1, TimeUnit.SECONDS);
    }
}

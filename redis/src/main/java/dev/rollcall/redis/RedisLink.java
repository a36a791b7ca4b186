// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import dev.rollcall.core.backplane.BackplaneException;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The two connections to Redis: one for commands, one for channels. Both are opened again for as long as this is open. While
 * one is not there, commands fail at once; none waits longer than {@code patience}; what is under way is bounded. Thread-safe.
 */
final class RedisLink implements AutoCloseable {

    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
    private static final int MOST_UNDER_WAY = 10_000;
    private static final long RETRY_MILLIS = 1_000;

    private final RedisAddress address;
    private final ClientResources resources;
    private final AbstractRedisClient client;
    private final Set<String> channels = ConcurrentHashMap.newKeySet();
    private final BiConsumer<String, byte[]> onMessage;
    private final Runnable onConnected;
    private volatile @Nullable RedisClusterAsyncCommands<String, byte[]> commands;
    private volatile @Nullable StatefulRedisPubSubConnection<String, byte[]> subscriptions;
    private volatile boolean closed;

    /**
     * Opens nothing yet; see {@link #open}.
     *
     * @param onMessage takes a channel and what came over it, in order
     * @param onConnected called when both connections are there, with all channels
     */
    RedisLink(RedisAddress address, Duration patience, BiConsumer<String, byte[]> onMessage, Runnable onConnected) {
        this.address = address;
        this.onMessage = onMessage;
        this.onConnected = onConnected;
        resources = DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .build();
        client = client(patience);
    }

    private AbstractRedisClient client(Duration patience) {
        SocketOptions socket =
                SocketOptions.builder().connectTimeout(patience).keepAlive(true).build();
        if (address.isCluster()) {
            RedisClusterClient cluster = RedisClusterClient.create(resources, address.uris());
            cluster.setOptions(ClusterClientOptions.builder()
                    .autoReconnect(true)
                    .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                    .requestQueueSize(MOST_UNDER_WAY)
                    .timeoutOptions(TimeoutOptions.enabled(patience))
                    .socketOptions(socket)
                    .build());
            return cluster;
        }
        RedisClient single = RedisClient.create(resources, address.uris().get(0));
        single.setOptions(ClientOptions.builder()
                .autoReconnect(true)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MOST_UNDER_WAY)
                .timeoutOptions(TimeoutOptions.enabled(patience))
                .socketOptions(socket)
                .build());
        return single;
    }

    /** Opens the connections, and tries again until it has. */
    void open() {
        if (closed) {
            return;
        }
        commandConnection()
                .thenCombine(channelConnection(), (ready, listening) -> {
                    listening.addListener(new Messages());
                    subscriptions = listening;
                    commands = ready;
                    return listening;
                })
                .thenCompose(this::subscribeAll)
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        onConnected.run();
                    } else {
                        again();
                    }
                });
    }

    private void again() {
        if (!closed) {
            Future<?> unused = resources.eventExecutorGroup().schedule(this::open, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private CompletionStage<RedisClusterAsyncCommands<String, byte[]>> commandConnection() {
        RedisClusterAsyncCommands<String, byte[]> ready = commands;
        if (ready != null) {
            return CompletableFuture.completedStage(ready);
        }
        if (client instanceof RedisClusterClient cluster) {
            return cluster.connectAsync(CODEC).thenApply(connection -> connection.async());
        }
        return ((RedisClient) client)
                .connectAsync(CODEC, address.uris().get(0))
                .thenApply(connection -> connection.async());
    }

    private CompletionStage<StatefulRedisPubSubConnection<String, byte[]>> channelConnection() {
        StatefulRedisPubSubConnection<String, byte[]> ready = subscriptions;
        if (ready != null) {
            return CompletableFuture.completedStage(ready);
        }
        if (client instanceof RedisClusterClient cluster) {
            return cluster.connectPubSubAsync(CODEC).thenApply(connection -> connection);
        }
        return ((RedisClient) client).connectPubSubAsync(CODEC, address.uris().get(0));
    }

    private CompletionStage<@Nullable Void> subscribeAll(StatefulRedisPubSubConnection<String, byte[]> connection) {
        String[] all = channels.toArray(new String[0]);
        return all.length == 0
                ? CompletableFuture.completedStage(null)
                : connection.async().subscribe(all).thenApply(done -> null);
    }

    /** Listens to a channel, now and after every reconnection. */
    CompletionStage<@Nullable Void> subscribe(String channel) {
        channels.add(channel);
        return listening(connection -> connection.async().subscribe(channel).thenApply(done -> null));
    }

    /** Listens to a channel no longer. */
    CompletionStage<@Nullable Void> unsubscribe(String channel) {
        channels.remove(channel);
        return listening(connection -> connection.async().unsubscribe(channel).thenApply(done -> null));
    }

    private CompletionStage<@Nullable Void> listening(
            Function<StatefulRedisPubSubConnection<String, byte[]>, CompletionStage<@Nullable Void>> action) {
        StatefulRedisPubSubConnection<String, byte[]> connection = subscriptions;
        return connection == null ? unreachable() : named(action.apply(connection));
    }

    /** Sends a command; fails with a {@link BackplaneException} that names the address. */
    <T> CompletionStage<T> call(Function<RedisClusterAsyncCommands<String, byte[]>, CompletionStage<T>> command) {
        RedisClusterAsyncCommands<String, byte[]> ready = commands;
        if (ready == null) {
            return unreachable();
        }
        try {
            return named(command.apply(ready));
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(failure(e));
        }
    }

    private <T> CompletionStage<T> named(CompletionStage<T> answer) {
        CompletableFuture<T> named = new CompletableFuture<>();
        answer.whenComplete((value, failure) -> {
            if (failure == null) {
                named.complete(value);
            } else {
                named.completeExceptionally(failure(failure));
            }
        });
        return named;
    }

    private <T> CompletionStage<T> unreachable() {
        return CompletableFuture.failedStage(new BackplaneException("Redis at " + address + " was not reached yet"));
    }

    private BackplaneException failure(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return new BackplaneException("Redis at " + address + ": " + cause.getMessage(), failure);
    }

    @Override
    public void close() {
        closed = true;
        Future<?> unused = client.shutdownAsync(0, 1, TimeUnit.SECONDS).thenRun(this::endThreads);
    }

    private void endThreads() {
        Future<?> unused = resources.shutdown(0, 1, TimeUnit.SECONDS);
    }

    /** What comes over the channels, and the channels being there again after the connection was lost. */
    private final class Messages extends RedisPubSubAdapter<String, byte[]> {
        @Override
        public void message(String channel, byte[] message) {
            onMessage.accept(channel, message);
        }
    }

    /** Lets something be done when a connection is there again. */
    void onReconnect(Runnable connected, Consumer<String> lost) {
        client.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
                lost.accept("Redis at " + address + ": the connection was lost");
            }

            @Override
            public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress socket) {
                if (connection == subscriptions) {
                    connected.run();
                }
            }
        });
    }
}

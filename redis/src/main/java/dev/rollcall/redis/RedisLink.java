// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import dev.rollcall.core.backplane.BackplaneException;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The two connections of a backplane: one for commands, one for channels. Thread-safe. */
final class RedisLink implements AutoCloseable {

    private final RedisAddress address;
    private final RedisConnector connector;
    private final Set<String> channels = ConcurrentHashMap.newKeySet();
    private final BiConsumer<String, byte[]> onMessage;
    private final Runnable onConnected;
    private volatile @Nullable StatefulRedisPubSubConnection<String, byte[]> subscriptions;
    private volatile boolean closed;

    /**
     * Opens nothing yet; see {@link #open}.
     *
     * @param onMessage receives a channel and what came over it, in order
     * @param onConnected called when both connections are up, with all channels
     */
    RedisLink(RedisAddress address, Duration patience, BiConsumer<String, byte[]> onMessage, Runnable onConnected) {
        this.address = address;
        this.onMessage = onMessage;
        this.onConnected = onConnected;
        connector = new RedisConnector(address, patience);
    }

    /** Opens the connections, and tries again until it has. */
    void open() {
        connector.open(() -> channelConnection().thenCompose(this::subscribeAll), onConnected, failure -> {});
    }

    private CompletionStage<StatefulRedisPubSubConnection<String, byte[]>> channelConnection() {
        StatefulRedisPubSubConnection<String, byte[]> ready = subscriptions;
        if (ready != null) {
            return CompletableFuture.completedStage(ready);
        }
        return connector.channelConnection().thenApply(listening -> {
            listening.addListener(new Messages());
            subscriptions = listening;
            return listening;
        });
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

    /** Stops listening to a channel. */
    CompletionStage<@Nullable Void> unsubscribe(String channel) {
        channels.remove(channel);
        return listening(connection -> connection.async().unsubscribe(channel).thenApply(done -> null));
    }

    private CompletionStage<@Nullable Void> listening(
            Function<StatefulRedisPubSubConnection<String, byte[]>, CompletionStage<@Nullable Void>> action) {
        StatefulRedisPubSubConnection<String, byte[]> connection = subscriptions;
        return named(connection == null ? connector.unreached() : action.apply(connection));
    }

    /** Sends a command; fails with a {@link BackplaneException} that names the address. */
    <T> CompletionStage<T> call(Function<RedisClusterAsyncCommands<String, byte[]>, CompletionStage<T>> command) {
        return named(connector.call(command));
    }

    /** Likewise, however much is under way: for calls of which there is one at a time. */
    <T> CompletionStage<T> callAnyway(Function<RedisClusterAsyncCommands<String, byte[]>, CompletionStage<T>> command) {
        return named(connector.callAnyway(command));
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

    private BackplaneException failure(Throwable failure) {
        return new BackplaneException("Redis at " + address + ": " + RedisConnector.reason(failure), failure);
    }

    @Override
    public void close() {
        closed = true;
        connector.close();
    }

    /** Receives what comes over the channels, and notices when they are back after the connection was lost. */
    private final class Messages extends RedisPubSubAdapter<String, byte[]> {
        @Override
        public void message(String channel, byte[] message) {
            onMessage.accept(channel, message);
        }
    }

    /** Sets what to do when a connection is back. */
    void onReconnect(Runnable connected, Consumer<String> lost) {
        connector.listen(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
                if (isOwn(connection)) {
                    lost.accept("Redis at " + address + ": the connection was lost");
                }
            }

            @Override
            public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress socket) {
                if (connection == subscriptions) {
                    connected.run();
                }
            }
        });
    }

    /** To ask a sentinel, or a cluster for its nodes, the client has connections that come and go. */
    private boolean isOwn(RedisChannelHandler<?, ?> connection) {
        return (connection == subscriptions && !closed) || connector.isForCommands(connection);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rollcall.core.backplane.Backplane;
import dev.rollcall.core.backplane.Receiver;
import dev.rollcall.core.backplane.Roster;
import dev.rollcall.core.node.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A backplane on Redis 6.2 or later, or Valkey: leases by the clock of Redis, channels for messages, and a stream for
 * the log. Its work depends on the number of nodes, never of tabs. Thread-safe.
 */
public final class RedisBackplane implements Backplane {

    private static final Script RENEW = new Script(RedisScripts.RENEW);
    private static final Script LEAVE = new Script(RedisScripts.LEAVE);
    private static final Script APPEND = new Script(RedisScripts.APPEND);

    private final RedisKeys keys;
    private final Duration lease;
    private final RedisLink link;
    private final RedisLog log;
    private volatile @Nullable NodeId self;
    private volatile @Nullable Receiver receiver;

    /**
     * Opens nothing yet; {@link #start} does.
     *
     * @param cluster the name of the cluster: 1 to 64 letters, digits, dots, dashes and underscores; nodes with the same name
     *     belong together
     */
    public RedisBackplane(RedisAddress address, String cluster) {
        this(address, cluster, LEASE);
    }

    /** For tests, which do not wait for ten seconds. */
    RedisBackplane(RedisAddress address, String cluster, Duration lease) {
        this.keys = new RedisKeys(cluster);
        this.lease = lease;
        this.link = new RedisLink(address, PATIENCE, this::message, this::connected);
        this.log = new RedisLog(link, keys);
    }

    @Override
    public void start(NodeId node, Receiver told) {
        self = node;
        receiver = told;
        log.start(told);
        link.onReconnect(this::connected, told::lost);
        link.subscribe(keys.all());
        link.subscribe(keys.more());
        link.subscribe(keys.node(node));
        link.open();
    }

    private NodeId self() {
        NodeId node = self;
        if (node == null) {
            throw new IllegalStateException("not started");
        }
        return node;
    }

    private void connected() {
        Receiver told = receiver;
        if (told != null) {
            log.resume().whenComplete((read, failure) -> told.connected());
        }
    }

    private void message(String channel, byte[] message) {
        Receiver told = receiver;
        if (channel.equals(keys.more())) {
            log.read();
        } else if (told != null) {
            told.message(message);
        }
    }

    @Override
    public CompletionStage<Roster> renew(byte[] card, long floor) {
        List<String> names = List.of(keys.nodes(), keys.cards(), keys.number(), keys.log());
        return link.callAnyway(redis -> RENEW.run(
                        redis,
                        names,
                        ascii(self().text()),
                        ascii(Long.toString(lease.toMillis())),
                        card,
                        ascii(Long.toString(floor))))
                .thenApply(this::roster);
    }

    private Roster roster(List<byte[]> answer) {
        log.readUpTo(text(answer.get(1)));
        List<Roster.Lease> leases = new ArrayList<>();
        for (int i = 2; i + 2 < answer.size(); i += 3) {
            NodeId node = NodeId.parse(text(answer.get(i)));
            if (node != null) {
                Duration left = Duration.ofMillis(Long.parseLong(text(answer.get(i + 1))));
                leases.add(new Roster.Lease(node, left, answer.get(i + 2)));
            }
        }
        return new Roster(leases, Long.parseLong(text(answer.get(0))));
    }

    @Override
    public CompletionStage<@Nullable Void> leave() {
        return link.callAnyway(redis -> LEAVE.run(redis, List.of(keys.nodes(), keys.cards()), ascii(self().text())))
                .thenApply(done -> null);
    }

    @Override
    public CompletionStage<@Nullable Void> tellAll(byte[] message) {
        return publish(keys.all(), message);
    }

    @Override
    public CompletionStage<@Nullable Void> tellWatchers(byte[] message) {
        return publish(keys.watch(), message);
    }

    @Override
    public CompletionStage<@Nullable Void> tell(NodeId to, byte[] message) {
        return publish(keys.node(to), message);
    }

    private CompletionStage<@Nullable Void> publish(String channel, byte[] message) {
        return link.call(redis -> redis.publish(channel, message)).thenApply(reached -> null);
    }

    @Override
    public CompletionStage<@Nullable Void> watch(boolean on) {
        return on ? link.subscribe(keys.watch()) : link.unsubscribe(keys.watch());
    }

    @Override
    public CompletionStage<Long> append(byte[] entry, long floor) {
        return link.call(redis -> APPEND.run(
                        redis,
                        List.of(keys.number(), keys.log()),
                        entry,
                        ascii(Long.toString(floor)),
                        ascii(keys.more())))
                .thenApply(answer -> Long.parseLong(text(answer.get(0))));
    }

    @Override
    public void close() {
        link.close();
    }

    static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    static String text(byte[] ascii) {
        return new String(ascii, US_ASCII);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is, as text: {@code redis://HOST:6379}, {@code rediss://} with TLS, {@code
 * redis-sentinel://H1,H2/0#MASTER}; with {@code USER:PASSWORD@} if it requires them. {@code redis-cluster://H1,H2} and
 * {@code rediss-cluster://} are a Redis Cluster. Immutable.
 */
public final class RedisAddress {

    private static final String CLUSTER = "-cluster://";

    private final List<RedisURI> uris;
    private final boolean cluster;
    private final @Nullable SslOptions tls;

    private RedisAddress(List<RedisURI> uris, boolean cluster, @Nullable SslOptions tls) {
        this.uris = List.copyOf(uris);
        this.cluster = cluster;
        this.tls = tls;
    }

    /**
     * Takes an address that an application already has, as its client of Redis, Lettuce, needs it.
     *
     * @param uris one, or several for a Redis Cluster
     * @param tls keys and certificates; null for those of the Java runtime. Whether TLS is spoken is in {@code uris}
     * @throws IllegalArgumentException when there is none
     */
    public static RedisAddress of(List<RedisURI> uris, boolean cluster, @Nullable SslOptions tls) {
        if (uris.isEmpty()) {
            throw new IllegalArgumentException("uris: none (expected: at least one)");
        }
        return new RedisAddress(uris, cluster, tls);
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException when it is invalid; the message does not repeat it, because it may hold a
     *     password
     */
    public static RedisAddress of(String text) {
        try {
            int at = text.indexOf(CLUSTER);
            return at < 0
                    ? new RedisAddress(List.of(RedisURI.create(text)), false, null)
                    : new RedisAddress(each(text.substring(0, at), text.substring(at + CLUSTER.length())), true, null);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("not an address of Redis (expected: redis://HOST:6379)", e);
        }
    }

    /** User and password, if any, come before the first host and apply to all. */
    private static List<RedisURI> each(String scheme, String rest) {
        int at = rest.lastIndexOf('@');
        String login = rest.substring(0, at + 1);
        List<RedisURI> all = new ArrayList<>();
        for (String host : rest.substring(at + 1).split(",", -1)) {
            all.add(RedisURI.create(scheme + "://" + login + host.strip()));
        }
        return all;
    }

    List<RedisURI> uris() {
        return uris;
    }

    boolean isCluster() {
        return cluster;
    }

    @Nullable
    SslOptions tls() {
        return tls;
    }

    /** Returns hosts and ports, without user and password. */
    @Override
    public String toString() {
        List<String> hosts = new ArrayList<>();
        for (RedisURI uri : uris) {
            if (uri.getSentinels().isEmpty()) {
                hosts.add(uri.getHost() + ":" + uri.getPort());
            } else {
                uri.getSentinels().forEach(sentinel -> hosts.add(sentinel.getHost() + ":" + sentinel.getPort()));
            }
        }
        return String.join(",", hosts);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.cluster;

import dev.rollcall.redis.RedisAddress;
import dev.rollcall.spring.RollcallStartException;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Cluster;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Node;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Sentinel;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.env.Environment;

/**
 * The Redis that the application uses itself: what {@code spring.data.redis} says, or a service connection. Loaded only if Boot's
 * module for it is there.
 */
final class ApplicationRedis {

    private final DataRedisConnectionDetails details;
    private final @Nullable SslBundle bundle;
    private final boolean tls;

    private ApplicationRedis(DataRedisConnectionDetails details, boolean tlsByUrl) {
        this.details = details;
        bundle = details.getSslBundle();
        tls = bundle != null || tlsByUrl;
    }

    /** Returns its address; null when the application has none, or several without a primary one. */
    static @Nullable RedisAddress find(BeanFactory beans, Environment environment) {
        DataRedisConnectionDetails details =
                beans.getBeanProvider(DataRedisConnectionDetails.class).getIfUnique();
        String url = environment.getProperty("spring.data.redis.url", "");
        return details == null ? null : new ApplicationRedis(details, url.startsWith("rediss:")).address();
    }

    private RedisAddress address() {
        Sentinel sentinel = details.getSentinel();
        Cluster cluster = details.getCluster();
        Standalone standalone = details.getStandalone();
        if (sentinel != null) {
            return RedisAddress.of(List.of(uri(sentinel)), false, options());
        }
        if (cluster != null) {
            return RedisAddress.of(cluster.getNodes().stream().map(this::uri).toList(), true, options());
        }
        if (standalone != null) {
            Node node = new Node(standalone.getHost(), standalone.getPort());
            return RedisAddress.of(List.of(uri(node, standalone.getDatabase())), false, options());
        }
        throw new RollcallStartException(
                "spring.data.redis: not a single server, Sentinel or a cluster, so Rollcall cannot use it.",
                "Set rollcall.redis-url, or rollcall.cluster=false for an instance that is alone.",
                null);
    }

    private RedisURI uri(Node node) {
        return uri(node, 0);
    }

    private RedisURI uri(Node node, int database) {
        RedisURI uri = RedisURI.create(node.host(), node.port());
        uri.setDatabase(database);
        return complete(uri, details.getUsername(), details.getPassword());
    }

    private RedisURI uri(Sentinel sentinel) {
        RedisURI uri = new RedisURI();
        uri.setSentinelMasterId(sentinel.getMaster());
        uri.setDatabase(sentinel.getDatabase());
        for (Node node : sentinel.getNodes()) {
            RedisURI each = RedisURI.create(node.host(), node.port());
            uri.getSentinels().add(complete(each, sentinel.getUsername(), sentinel.getPassword()));
        }
        return complete(uri, details.getUsername(), details.getPassword());
    }

    private RedisURI complete(RedisURI uri, @Nullable String user, @Nullable String password) {
        uri.setSsl(tls);
        if (password != null) {
            uri.setCredentialsProvider(RedisCredentialsProvider.from(() -> RedisCredentials.just(user, password)));
        }
        return uri;
    }

    private @Nullable SslOptions options() {
        if (bundle == null) {
            return null;
        }
        SslOptions.Builder options = SslOptions.builder()
                .keyManager(bundle.getManagers().getKeyManagerFactory())
                .trustManager(bundle.getManagers().getTrustManagerFactory());
        String[] ciphers = bundle.getOptions().getCiphers();
        String[] protocols = bundle.getOptions().getEnabledProtocols();
        if (ciphers != null) {
            options.cipherSuites(ciphers);
        }
        if (protocols != null) {
            options.protocols(protocols);
        }
        return options.build();
    }
}

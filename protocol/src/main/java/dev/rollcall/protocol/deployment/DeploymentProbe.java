// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.deployment;

import dev.rollcall.core.deployment.Answer;
import dev.rollcall.core.text.Checked;
import dev.rollcall.core.time.Timer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;

/**
 * Asks an address once which build is deployed. A query that differs each time, and {@code no-cache}, keep caches from
 * answering; signs of a cache are still looked for. Blocks. Thread-safe.
 */
final class DeploymentProbe {

    /** The limit for one request, 4 seconds. */
    static final Duration LIMIT = Duration.ofSeconds(4);

    private static final int MOST_REDIRECTS = 3;

    private final URI address;
    private final VersionReader reader;
    private final boolean cachedToo;
    private final Timer timer;
    private final Duration limit;
    private final CacheSigns cache = new CacheSigns();

    /** @param cachedToo whether an answer of a cache counts */
    DeploymentProbe(URI address, VersionReader reader, boolean cachedToo, Timer timer, Duration limit) {
        this.address = reader.address(address);
        this.reader = reader;
        this.cachedToo = cachedToo;
        this.timer = timer;
        this.limit = limit;
    }

    /** Returns the address without its query, which may hold a secret. */
    String shown() {
        return address.getScheme() + "://" + address.getRawAuthority() + address.getRawPath();
    }

    /** Asks, on a connection of its own. */
    Answer ask() {
        try {
            return ask(address, MOST_REDIRECTS);
        } catch (IOException | IllegalArgumentException e) {
            return new Answer.Failed(reason(e));
        }
    }

    private Answer ask(URI from, int redirects) throws IOException {
        FreshResponse response = new FreshRequest(fresh(from), timer, limit).send(reader.maxBytes());
        String location = response.header("Location");
        if (response.status() / 100 == 3 && location != null) {
            URI to = from.resolve(location);
            return redirects > 0 && isSameHost(from, to)
                    ? ask(to, redirects - 1)
                    : new Answer.Failed("a redirect to another host, or too many (expected: the build)");
        }
        return response.status() / 100 == 2
                ? read(response)
                : new Answer.Failed("status " + response.status() + " (expected: 200)");
    }

    private static URI fresh(URI from) {
        String query = from.getRawQuery();
        String differs =
                "rollcall=" + Long.toHexString(ThreadLocalRandom.current().nextLong());
        return URI.create(from.getScheme() + "://" + from.getRawAuthority() + from.getRawPath() + "?"
                + (query == null ? "" : query + "&") + differs);
    }

    private static boolean isSameHost(URI from, URI to) {
        boolean scheme = "https".equals(to.getScheme()) || from.getScheme().equals(to.getScheme());
        return scheme && to.getHost() != null && to.getHost().equalsIgnoreCase(from.getHost());
    }

    private Answer read(FreshResponse response) {
        String cached = cachedToo ? null : cache.of(response::header, timer.ticks());
        if (cached != null) {
            return new Answer.Cached(cached);
        }
        String name = reader.header();
        String content = name == null ? response.text() : response.header(name);
        if (content == null) {
            return new Answer.Failed("no " + name + " header (expected: the build)");
        }
        Checked found = reader.read(content);
        return found instanceof Checked.Fit fit
                ? new Answer.Named(fit.value())
                : new Answer.Failed(((Checked.Misfit) found).reason());
    }

    /** Returns what went wrong in words; a message of the JDK may hold the address. */
    private String reason(Exception e) {
        if (e instanceof FreshResponse.Malformed malformed) {
            return String.valueOf(malformed.getMessage());
        }
        if (e instanceof SocketTimeoutException) {
            return "no answer within " + limit.toMillis() + " ms";
        }
        if (e instanceof UnknownHostException) {
            return "the host is not known";
        }
        return e instanceof SSLException
                ? "no secure connection (expected: a certificate that this machine trusts)"
                : "the connection failed";
    }
}

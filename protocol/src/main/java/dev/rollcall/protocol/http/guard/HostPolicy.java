// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.guard;

import dev.rollcall.protocol.http.address.IpLiteral;
import dev.rollcall.protocol.http.address.TrustedProxies;
import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Request;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides which names the server may be reached by (RFC 9110, section 7.4). Any site can make its own name point to
 * this machine ("DNS rebinding"); its pages' requests then come from the same origin, but with that site's name in
 * {@code Host}. Addresses and the machine's own names are always accepted, because no site can have those; so is a
 * request without {@code Host}, which no browser sends. Immutable, thread-safe.
 */
public final class HostPolicy {

    private static final String ANY = "*";
    private static final String SUBDOMAINS = "*.";
    private static final Pattern NAME = Pattern.compile("(\\*\\.)?[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");

    private final boolean any;
    private final Set<String> names = new HashSet<>();
    private final List<String> suffixes = new ArrayList<>();
    private final TrustedProxies proxies;

    private HostPolicy(List<String> allowed, TrustedProxies proxies) {
        this.any = allowed.contains(ANY);
        this.proxies = proxies;
        for (String entry : allowed) {
            check(entry);
            if (entry.startsWith(SUBDOMAINS)) {
                suffixes.add(entry.substring(1).toLowerCase(Locale.ROOT));
            } else {
                names.add(entry.toLowerCase(Locale.ROOT));
            }
        }
    }

    /**
     * Returns a policy from settings.
     *
     * @param allowed names without a port, {@code *.example.com} for all below a name, {@code *} for any; null for any
     * @param proxies whose {@code X-Forwarded-Host} is believed, and must be allowed too
     * @throws IllegalArgumentException when an entry is none of these
     */
    public static HostPolicy of(@Nullable List<String> allowed, TrustedProxies proxies) {
        return new HostPolicy(allowed == null ? List.of(ANY) : allowed, proxies);
    }

    /**
     * Checks an entry of the setting.
     *
     * @throws IllegalArgumentException when it is not a name
     */
    public static void check(String entry) {
        if (!entry.equals(ANY) && !NAME.matcher(entry.toLowerCase(Locale.ROOT)).matches()) {
            throw new IllegalArgumentException(
                    "host: not a name (expected: www.example.com, *.example.com or *, without a port)");
        }
    }

    /**
     * Returns the default for a server that listens on an address: null for any name; no names but the machine's own when it
     * is reached from this machine only.
     */
    public static @Nullable List<String> forListenAddress(String address) {
        InetAddress read = IpLiteral.parse(address);
        boolean loopback = read == null ? isLocalhost(address) : read.isLoopbackAddress();
        return loopback ? List.of() : null;
    }

    /** Whether a request names this server. */
    public boolean allows(Request request) {
        if (any) {
            return true;
        }
        for (String host : request.headers().all("host")) {
            if (!allowsHost(host)) {
                return false;
            }
        }
        return !proxies.contains(request.peer()) || allowsForwarded(request.headers());
    }

    private boolean allowsForwarded(Headers headers) {
        for (String forwarded : headers.all("x-forwarded-host")) {
            int comma = forwarded.indexOf(',');
            if (!allowsHost((comma < 0 ? forwarded : forwarded.substring(0, comma)).trim())) {
                return false;
            }
        }
        return true;
    }

    private boolean allowsHost(String text) {
        Authority authority = Authority.parse(text);
        if (authority == null) {
            return false;
        }
        String host = authority.host();
        return host.startsWith("[")
                || IpLiteral.parse(host) != null
                || isLocalhost(host)
                || names.contains(host)
                || suffixes.stream().anyMatch(host::endsWith);
    }

    /** RFC 6761, section 6.3. */
    private static boolean isLocalhost(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals("localhost") || lower.endsWith(".localhost");
    }
}

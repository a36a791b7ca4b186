// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which addresses are allowed, by their text alone: names are not looked up. Pure functions. */
final class WebhookAddress {

    /** Loopback, and the private ranges of RFC 1918 and RFC 4193. */
    private static final Pattern PRIVATE = Pattern.compile(
            "127\\.[0-9.]+|10\\.[0-9.]+|192\\.168\\.[0-9.]+|172\\.(1[6-9]|2[0-9]|3[01])\\.[0-9.]+|\\[::1]|\\[f[cd][0-9a-f:]*]");

    /**
     * Names that never exist on the Internet: those of RFC 6761 and RFC 6762, ICANN's {@code internal}, and
     * Kubernetes'.
     */
    private static final List<String> PRIVATE_NAMES = List.of(".localhost", ".local", ".internal", ".svc");

    private WebhookAddress() {}

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException when it is not an address, without repeating it
     */
    static URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL"); // without the cause, which shows the text
        }
    }

    /**
     * Checks an address.
     *
     * @throws IllegalArgumentException when it cannot be used, without repeating it
     */
    static void check(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean http = scheme.equals("http") || scheme.equals("https");
        if (!http || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("not such a URL");
        }
    }

    /** Returns whether what is sent there could be read on its way: over http, and not in a private network. */
    static boolean isOpen(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        boolean isPrivate = PRIVATE.matcher(host).matches()
                || (!host.contains(".") && !host.contains(":")) // a name of this network
                || PRIVATE_NAMES.stream().anyMatch(host::endsWith);
        return uri.getScheme().equalsIgnoreCase("http") && !isPrivate;
    }

    /** Returns what may be logged: the path and the query may hold a secret. */
    static String shown(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }
}

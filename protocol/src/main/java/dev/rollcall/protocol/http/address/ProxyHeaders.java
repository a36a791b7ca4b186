// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.address;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The headers in which trusted proxies name the client, in the order in which they count. Only a header that the proxy
 * itself writes, or adds to, may be listed: a stranger chooses what is in any other. Immutable.
 *
 * @param names header names in lower case; empty when none is believed
 */
public record ProxyHeaders(List<String> names) {

    /** Walked from the right, where our own proxies wrote. */
    static final String X_FORWARDED_FOR = "x-forwarded-for";

    /** RFC 7239, walked in the same way. */
    static final String FORWARDED = "forwarded";

    /**
     * Headers that proxies are known to write: when one arrives that is not listed, it shows what is missing in the
     * settings.
     */
    static final List<String> WELL_KNOWN = List.of(
            X_FORWARDED_FOR,
            "x-real-ip",
            FORWARDED,
            "cf-connecting-ip",
            "true-client-ip",
            "x-client-ip",
            "fly-client-ip");

    private static final ProxyHeaders BY_DEFAULT = new ProxyHeaders(List.of(X_FORWARDED_FOR));

    /** What proxies write by themselves, or with the recipes in docs/operations.md. */
    private static final Map<String, String> PRESETS = new TreeMap<>(Map.of(
            "aws", X_FORWARDED_FOR,
            "caddy", X_FORWARDED_FOR,
            "cloudflare", "cf-connecting-ip",
            "haproxy", X_FORWARDED_FOR,
            "nginx", X_FORWARDED_FOR,
            "traefik", X_FORWARDED_FOR));

    /** RFC 9110, section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9a-z-]{1,64}");

    /** Copies the names. */
    public ProxyHeaders {
        names = List.copyOf(names);
    }

    /** Returns the default: {@code X-Forwarded-For}, which every proxy adds to. */
    public static ProxyHeaders byDefault() {
        return BY_DEFAULT;
    }

    /** Returns the names of presets, in alphabetical order. */
    public static List<String> presets() {
        return List.copyOf(PRESETS.keySet());
    }

    /**
     * Reads the setting.
     *
     * @param entries names of headers, in any case, or of presets; an empty list means that no header is believed
     * @throws IllegalArgumentException when an entry is neither
     */
    public static ProxyHeaders parse(List<String> entries) {
        List<String> names = new ArrayList<>();
        for (String entry : entries) {
            String text = entry.trim().toLowerCase(Locale.ROOT);
            String name = PRESETS.getOrDefault(text, text);
            if (!TOKEN.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        entry + " (expected: a header's name, or one of " + String.join(", ", PRESETS.keySet()) + ")");
            }
            if (!names.contains(name)) {
                names.add(name);
            }
        }
        return new ProxyHeaders(names);
    }
}

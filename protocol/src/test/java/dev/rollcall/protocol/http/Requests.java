// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http;

import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Request;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests for tests. */
public final class Requests {

    private Requests() {}

    /** Returns a request from a peer, with headers as name, value, name, value. */
    public static Request requestFrom(String peer, String... headers) {
        Map<String, List<String>> map = new LinkedHashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            map.computeIfAbsent(headers[i], n -> new ArrayList<>()).add(headers[i + 1]);
        }
        return new Request("GET", "/__skew/sse", "", Headers.of(map), address(peer), new byte[0], false, null);
    }

    /** Returns an address from a literal. */
    public static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }
}

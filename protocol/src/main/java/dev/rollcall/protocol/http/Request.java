// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http;

import java.net.InetAddress;

/**
 * A request as a host hands it in: what came over the wire, nothing decided yet.
 *
 * @param method the method as sent, in upper case
 * @param path the raw path, percent-encoded, without query
 * @param query the raw query without the question mark; empty when there is none
 * @param headers the headers
 * @param peer the address at the other end of the socket, a proxy's if there is one
 * @param body the body; empty when there is none. Not copied: the host must not change it afterwards
 * @param secure whether it came to the host itself over TLS; a proxy's word for it is a header and not meant here
 */
public record Request(
        String method,
        String path,
        String query,
        Headers headers,
        InetAddress peer,
        @SuppressWarnings("ArrayRecordComponent") byte[] body,
        boolean secure) {

    /** A request in the clear. Parameters as above. */
    public Request(String method, String path, String query, Headers headers, InetAddress peer, byte[] body) {
        this(method, path, query, headers, peer, body, false);
    }

    /** The longest body a host takes in, in bytes (16 KiB); more is answered 413. */
    public static final int MAX_BODY_BYTES = 16 * 1024;

    /** Says what was asked without headers or body, which may hold secrets. */
    @Override
    public String toString() {
        return "Request[" + method + " " + path + "]";
    }
}

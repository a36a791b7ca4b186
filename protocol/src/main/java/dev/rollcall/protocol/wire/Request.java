// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.wire;

import dev.rollcall.core.hook.Identity;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A request as a host passes it in: what came over the wire, and who the host knows it to be from. Nothing is decided
 * yet.
 *
 * @param method the method as sent, in upper case
 * @param path the raw path, percent-encoded, without query
 * @param query the raw query without the question mark; empty when there is none
 * @param headers the headers
 * @param peer the address at the other end of the socket, a proxy's if there is one
 * @param body the body; empty when there is none. Not copied: the host must not change it afterwards
 * @param secure whether it came to the host itself over TLS; what a proxy says about that is a header and not meant here
 * @param identity who it is from, as the host's own authentication says; null when the host knows nobody
 */
public record Request(
        String method,
        String path,
        String query,
        Headers headers,
        InetAddress peer,
        @SuppressWarnings("ArrayRecordComponent") byte[] body,
        boolean secure,
        @Nullable Identity identity) {

    /** The longest body a host takes in, in bytes (16 KiB); it answers 413 to a longer one. */
    public static final int MAX_BODY_BYTES = 16 * 1024;

    /** Returns the same request with a body. */
    public Request withBody(byte[] newBody) {
        return new Request(method, path, query, headers, peer, newBody, secure, identity);
    }

    /** Returns the same request with other headers. */
    public Request withHeaders(Headers newHeaders) {
        return new Request(method, path, query, newHeaders, peer, body, secure, identity);
    }

    /** Returns the same request from a known person; null for nobody. */
    public Request withIdentity(@Nullable Identity newIdentity) {
        return new Request(method, path, query, headers, peer, body, secure, newIdentity);
    }

    /** Whether it only asks: GET or HEAD (RFC 9110, section 9.2.1, without the methods that the contract does not know). */
    public boolean isRead() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** Whether the body is declared to be JSON ({@code application/json}, RFC 8259; parameters do not matter). */
    public boolean isJson() {
        String type = headers.first("content-type");
        if (type == null) {
            return false;
        }
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).trim().equalsIgnoreCase("application/json");
    }

    /** Method and path, without headers or body, which may hold secrets. */
    @Override
    public String toString() {
        return "Request[" + method + " " + path + "]";
    }
}

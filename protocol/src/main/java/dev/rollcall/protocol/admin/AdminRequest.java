// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.protocol.http.guard.RequestOrigin;
import dev.rollcall.protocol.wire.Request;
import java.net.InetAddress;

/**
 * A request to an admin endpoint, with what was found out about it already.
 *
 * @param request the request
 * @param origin the page it comes from
 * @param client the address of the client, not of its proxy
 */
record AdminRequest(Request request, RequestOrigin origin, InetAddress client) {

    /** The request's own text, without headers, body or address. */
    @Override
    public String toString() {
        return request.toString();
    }
}

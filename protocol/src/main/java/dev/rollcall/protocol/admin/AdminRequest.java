// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.protocol.admin.list.Asker;
import dev.rollcall.protocol.http.guard.RequestOrigin;
import dev.rollcall.protocol.wire.Request;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A request to an admin endpoint, with what is already known about it.
 *
 * @param request the request
 * @param origin the page it comes from
 * @param client the address of the client, not of its proxy
 * @param caller who it is from; null when it presents nothing that is valid
 * @param asker whether somebody waits for the answer
 */
record AdminRequest(
        Request request,
        RequestOrigin origin,
        InetAddress client,
        @Nullable Caller caller,
        Asker asker) {

    /** Returns the same request from a caller who is now known. */
    AdminRequest from(@Nullable Caller found) {
        return new AdminRequest(request, origin, client, found, asker);
    }

    /** Returns the request's own text, without headers, body or address. */
    @Override
    public String toString() {
        return request.toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.websocket;

import jakarta.servlet.ServletContext;
import org.jspecify.annotations.Nullable;

/** Finds the container's Jakarta WebSocket without needing any of its classes. */
public final class ContainerWebSocket {

    /** The servlet context's attribute that holds it (Jakarta WebSocket 2.1, section 6.4). */
    private static final String ATTRIBUTE = "jakarta.websocket.server.ServerContainer";

    private ContainerWebSocket() {}

    /** Returns the container's WebSocket; null when it has none. */
    public static @Nullable Object of(ServletContext context) {
        return context.getAttribute(ATTRIBUTE);
    }
}

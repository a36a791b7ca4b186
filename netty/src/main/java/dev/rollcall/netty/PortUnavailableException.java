// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import java.io.IOException;

/** A port that a host could not bind, because it is in use or this process may not take it. The cause says which. */
public final class PortUnavailableException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    PortUnavailableException(int port, IOException cause) {
        super(
                "port: " + port
                        + " cannot be bound (expected: a free port on an address of this machine; stop what uses"
                        + " it or choose another)",
                cause);
    }
}

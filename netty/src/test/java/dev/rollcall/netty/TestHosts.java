// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import dev.rollcall.netty.internal.accept.IoTransport;
import dev.rollcall.protocol.wire.Contract;

/** Hosts on loopback with a chosen transport, for tests outside this package. */
public final class TestHosts {

    private TestHosts() {}

    /** Starts a host with one event loop. */
    public static NettyHost start(Contract contract, IoTransport transport) {
        return NettyHost.builder(contract).transport(transport).eventLoops(1).start();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.contract;

import dev.rollcall.netty.NettyHost;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.testkit.RunningHost;
import java.time.Duration;

/** A Netty host on loopback. */
record RunningNetty(NettyHost host) implements RunningHost {

    static RunningHost start(Protocol protocol, boolean dense) {
        return new RunningNetty(NettyHost.builder(protocol)
                .address("127.0.0.1")
                .eventLoops(2)
                .dense(dense)
                .start());
    }

    @Override
    public int port() {
        return host.port();
    }

    @Override
    public void drain(Duration grace) {
        host.drain(grace).toCompletableFuture().join();
    }

    @Override
    public void close() {
        host.close();
    }
}

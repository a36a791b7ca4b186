// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.contract;

import dev.rollcall.netty.NettyHost;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.testkit.HostFactory;
import dev.rollcall.testkit.RunningHost;
import dev.rollcall.testkit.contract.WholeContract;
import java.time.Duration;

/** The whole contract, on Netty. */
class NettyContractTest extends WholeContract {

    @Override
    protected HostFactory factory() {
        return NettyContractTest::start;
    }

    private static RunningHost start(Protocol protocol) {
        NettyHost host =
                NettyHost.builder(protocol).address("127.0.0.1").eventLoops(2).start();
        return new RunningHost() {
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
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.bench.reactor;

import dev.rollcall.protocol.Protocol;
import dev.rollcall.testkit.HostFactory;
import dev.rollcall.testkit.RunningHost;
import dev.rollcall.testkit.contract.WholeContract;
import java.time.Duration;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The contract on the plain host. */
class PlainContractTest extends WholeContract {

    @Override
    protected HostFactory factory() {
        return Running::start;
    }

    private record Running(Protocol protocol, DisposableServer server) implements RunningHost {

        static RunningHost start(Protocol protocol) {
            return new Running(
                    protocol,
                    PlainHost.on(HttpServer.create().host("127.0.0.1").port(0), protocol)
                            .bindNow());
        }

        @Override
        public int port() {
            return server.port();
        }

        @Override
        public void drain(Duration grace) {
            protocol.drain(grace).toCompletableFuture().join();
        }

        @Override
        public void close() {
            server.disposeNow();
        }
    }
}

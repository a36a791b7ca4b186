// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.contract;

import dev.rollcall.core.time.SystemTimer;
import dev.rollcall.netty.NettyHost;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.testkit.RunningHost;
import java.net.http.HttpClient;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** A Netty host with TLS on loopback. */
record RunningTls(NettyHost host, SystemTimer timer, HttpClient.Version version) implements RunningHost {

    private static final Certified CERTIFIED = Certified.make();

    static RunningHost start(Protocol protocol, HttpClient.Version version, boolean nativeTls) {
        SystemTimer timer = new SystemTimer();
        return new RunningTls(
                NettyHost.builder(protocol)
                        .address("127.0.0.1")
                        .eventLoops(2)
                        .tls(CERTIFIED.certificate(), CERTIFIED.key(), timer)
                        .nativeTls(nativeTls)
                        .start(),
                timer,
                version);
    }

    @Override
    public SSLContext tls() {
        return CERTIFIED.trust();
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
        timer.close();
    }
}

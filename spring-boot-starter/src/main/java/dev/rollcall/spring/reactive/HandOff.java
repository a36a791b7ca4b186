// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import dev.rollcall.netty.NettyGuest;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.http.server.HttpServer;

/**
 * Lets the dense host look at each HTTP/1.1 request of Reactor Netty's before Reactor does, and take what is for Rollcall.
 * What it takes passes no web filter, no access log and no observation of the application's. Thread-safe.
 *
 * @param guest the dense host, as a guest on connections of another server's
 */
public record HandOff(NettyGuest guest) implements NettyServerCustomizer {

    @Override
    public HttpServer apply(HttpServer server) {
        return server.doOnChannelInit((observer, channel, address) -> guest.join(channel.pipeline()));
    }
}

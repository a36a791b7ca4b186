// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import dev.rollcall.netty.NettyGuest;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.http.server.HttpServer;

/**
 * Lets the dense host see each HTTP/1.1 request on Reactor Netty before Reactor does, and take those for Rollcall. What it
 * takes passes none of the application's web filters, access log and observations. Thread-safe.
 *
 * @param guest the dense host, on the connections of another server
 */
public record ReactorNettyCustomizer(NettyGuest guest) implements NettyServerCustomizer {

    @Override
    public HttpServer apply(HttpServer server) {
        return server.doOnChannelInit((observer, channel, address) -> guest.join(channel.pipeline()));
    }
}

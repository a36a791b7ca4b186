// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.netty;

import dev.rollcall.netty.NettyHostBuilder;

/**
 * Changes the host on the second port ({@code rollcall.netty.port}), in a bean. It is called once, before the port is opened;
 * several are called in their order ({@link org.springframework.core.annotation.Order}). An exception ends the start.
 */
@FunctionalInterface
public interface NettyHostCustomizer {

    /**
     * Changes the host.
     *
     * @param host has the port, the address and the settings already
     */
    void customize(NettyHostBuilder host);
}

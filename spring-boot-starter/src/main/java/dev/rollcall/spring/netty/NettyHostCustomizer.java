// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.netty;

import dev.rollcall.netty.NettyHostBuilder;

/**
 * A bean that changes the host on the second port ({@code rollcall.netty.port}). It is called once, on the thread that starts the
 * application, before the port is opened. Several are called in their order ({@link org.springframework.core.annotation.Order}). An
 * exception ends the start.
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

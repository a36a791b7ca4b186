// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.protocol.options.ProtocolOptionsBuilder;

/**
 * A bean that changes the options of the contract, which decide the answers to tabs and administrators. It is called
 * once, on the thread that starts the application, when the options have everything from the settings. Several are
 * called in their order ({@link org.springframework.core.annotation.Order}). An exception ends the start.
 */
@FunctionalInterface
public interface ProtocolOptionsCustomizer {

    /**
     * Changes the options.
     *
     * @param options have the settings and secrets already
     */
    void customize(ProtocolOptionsBuilder options);
}

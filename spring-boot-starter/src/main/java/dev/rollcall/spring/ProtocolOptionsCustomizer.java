// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.protocol.options.ProtocolOptionsBuilder;

/**
 * Changes the options of the contract, in a bean: what tabs and administrators are answered. It is called once at the start,
 * after everything that the settings have set; several are called in their order ({@link
 * org.springframework.core.annotation.Order}). An exception ends the start.
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

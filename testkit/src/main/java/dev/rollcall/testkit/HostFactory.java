// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit;

import dev.rollcall.protocol.Protocol;

/**
 * Starts the host under test. A host module proves itself by extending each suite of {@code
 * dev.rollcall.testkit.contract}:
 *
 * <pre>{@code
 * class NettyOpeningContractTest extends OpeningContract {
 *     protected HostFactory host() {
 *         return NettyTestHost::start;
 *     }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface HostFactory {

    /**
     * Starts a host on loopback, on a port that is free.
     *
     * @param protocol what the host serves; the suite has made it and closes what is behind it
     * @return the host, listening
     * @throws Exception when it cannot start; fails the test
     */
    RunningHost start(Protocol protocol) throws Exception;
}

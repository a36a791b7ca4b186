// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit;

import dev.rollcall.protocol.Protocol;

/**
 * Starts the host under test. A host module tests its host by extending each suite of
 * {@code dev.rollcall.testkit.contract}:
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
     * Starts a host on loopback, on a free port.
     *
     * @param protocol what the host serves; the suite makes it, and closes what is behind it
     * @return the host, listening
     * @throws Exception when the host cannot start; this fails the test
     */
    RunningHost start(Protocol protocol) throws Exception;

    /**
     * Returns how many nodes make up the server under test; 1 by default. Several are behind a proxy that takes them in
     * turn.
     */
    default int nodes() {
        return 1;
    }

    /** Returns a factory of servers with several nodes, each on a host that this factory starts. */
    default HostFactory times(int nodes) {
        HostFactory one = this;
        return new HostFactory() {
            @Override
            public RunningHost start(Protocol protocol) throws Exception {
                return one.start(protocol);
            }

            @Override
            public int nodes() {
                return nodes;
            }
        };
    }
}

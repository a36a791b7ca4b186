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

    /** How many nodes make up the server under test: 1 by default. Several are behind a proxy that takes them in turn. */
    default int nodes() {
        return 1;
    }

    /** Has several nodes make up the server under test, each on a host that this factory starts. */
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

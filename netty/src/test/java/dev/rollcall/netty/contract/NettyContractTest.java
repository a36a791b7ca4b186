// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.contract;

import dev.rollcall.testkit.HostFactory;
import dev.rollcall.testkit.contract.WholeContract;

/** The whole contract on a Netty host with its defaults: on Linux, held connections have no channel. */
class NettyContractTest extends WholeContract {

    @Override
    protected HostFactory factory() {
        return protocol -> RunningNetty.start(protocol, true);
    }
}

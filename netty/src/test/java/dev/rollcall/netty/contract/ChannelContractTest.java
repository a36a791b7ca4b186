// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.contract;

import dev.rollcall.testkit.HostFactory;
import dev.rollcall.testkit.contract.WholeContract;

/** The whole contract, with every held connection on its channel. */
class ChannelContractTest extends WholeContract {

    @Override
    protected HostFactory factory() {
        return protocol -> RunningNetty.start(protocol, false);
    }
}

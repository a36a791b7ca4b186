// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.contract;

import dev.rollcall.testkit.HostFactory;
import dev.rollcall.testkit.contract.CapacityContract;

class NettyCapacityContractTest extends CapacityContract {

    @Override
    protected HostFactory host() {
        return NettyTestHost::start;
    }
}

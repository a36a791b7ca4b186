// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.contract;

import dev.rollcall.testkit.HostFactory;
import dev.rollcall.testkit.contract.AddressContract;

class NettyAddressContractTest extends AddressContract {

    @Override
    protected HostFactory host() {
        return NettyTestHost::start;
    }
}

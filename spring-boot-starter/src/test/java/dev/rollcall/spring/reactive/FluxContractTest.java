// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import dev.rollcall.testkit.HostFactory;
import dev.rollcall.testkit.contract.WholeContract;

/** The whole contract, below Reactor on Reactor Netty. */
class FluxContractTest extends WholeContract {

    @Override
    protected HostFactory factory() {
        return FluxHost::start;
    }
}

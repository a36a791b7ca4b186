// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import dev.rollcall.testkit.HostFactory;
import dev.rollcall.testkit.contract.IdentityContract;

/** People whom the application knows, below Reactor on Reactor Netty. */
class FluxIdentityContractTest extends IdentityContract {

    @Override
    protected HostFactory host() {
        return FluxHost::start;
    }
}

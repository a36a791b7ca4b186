// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.servlet;

import dev.rollcall.testkit.HostFactory;
import dev.rollcall.testkit.RunningHost.Leeway;
import dev.rollcall.testkit.contract.WholeContract;

/** The whole contract, in a plain Tomcat. */
class TomcatContractTest extends WholeContract {

    @Override
    protected HostFactory factory() {
        return protocol -> ContainerHost.start(
                TomcatContainer::start, protocol, Leeway.CONNECT_IS_501, Leeway.FRAMES_ARE_MEASURED_AS_THEY_COME);
    }
}

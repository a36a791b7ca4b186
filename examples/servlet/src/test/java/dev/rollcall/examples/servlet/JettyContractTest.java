// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.servlet;

import dev.rollcall.testkit.HostFactory;
import dev.rollcall.testkit.RunningHost.Leeway;
import dev.rollcall.testkit.contract.WholeContract;

/** The whole contract, in a plain Jetty. */
class JettyContractTest extends WholeContract {

    @Override
    protected HostFactory factory() {
        return protocol -> ContainerHost.start(JettyContainer::start, protocol, Leeway.A_WRITER_MAY_NOT_SEE_THE_CODE);
    }
}

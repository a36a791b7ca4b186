// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.servlet;

import dev.rollcall.testkit.HostFactory;
import dev.rollcall.testkit.contract.IdentityContract;

/** People whom the application knows, in a plain Jetty. */
class JettyIdentityContractTest extends IdentityContract {

    @Override
    protected HostFactory host() {
        return protocol -> ContainerHost.start(JettyContainer::start, protocol);
    }
}

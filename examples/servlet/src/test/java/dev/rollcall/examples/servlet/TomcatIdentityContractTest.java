// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.servlet;

import dev.rollcall.testkit.HostFactory;
import dev.rollcall.testkit.contract.IdentityContract;

/** People whom the application knows, in a plain Tomcat. */
class TomcatIdentityContractTest extends IdentityContract {

    @Override
    protected HostFactory host() {
        return protocol -> ContainerHost.start(TomcatContainer::start, protocol);
    }
}

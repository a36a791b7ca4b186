// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.testkit.HostFactory;
import dev.rollcall.testkit.contract.WholeContract;

/** The whole contract, on the Servlet API in Tomcat. */
class TomcatContractTest extends WholeContract {

    @Override
    protected HostFactory factory() {
        return TomcatHost::start;
    }
}

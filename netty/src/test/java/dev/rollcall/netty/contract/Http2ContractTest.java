// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.contract;

import dev.rollcall.testkit.HostFactory;
import dev.rollcall.testkit.contract.WholeContract;
import java.net.http.HttpClient;

/** The whole contract over TLS by Java, with HTTP/2 for requests and event streams. */
class Http2ContractTest extends WholeContract {

    @Override
    protected HostFactory factory() {
        return protocol -> RunningTls.start(protocol, HttpClient.Version.HTTP_2, false);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.contract;

import dev.rollcall.testkit.HostFactory;
import dev.rollcall.testkit.contract.WholeContract;
import java.net.http.HttpClient;

/** The whole contract over TLS with HTTP/1.1, by BoringSSL. */
class TlsContractTest extends WholeContract {

    @Override
    protected HostFactory factory() {
        return protocol -> RunningTls.start(protocol, HttpClient.Version.HTTP_1_1, true);
    }
}

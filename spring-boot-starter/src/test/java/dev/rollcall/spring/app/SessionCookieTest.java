// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.spring.app.TestApplication.Container;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cookie of a person who signs in to the dashboard on a servlet container, without the help of an Origin header. */
class SessionCookieTest {

    @ParameterizedTest
    @EnumSource
    @DisplayName("over TLS the session cookie is Secure")
    void overTls(Container container) throws Exception {
        TlsKeys keys = TlsKeys.shared();
        try (TestApplication app = container.start(keys.settings(SessionCookies.SECRET))) {
            assertThat(SessionCookies.signIn(keys.client(Version.HTTP_1_1), "https://localhost:" + app.port()))
                    .endsWith("; Secure");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("in the clear it is not, or browsers would not send it back")
    void inTheClear(Container container) throws Exception {
        try (TestApplication app = container.start(SessionCookies.SECRET)) {
            HttpClient client =
                    HttpClient.newBuilder().version(Version.HTTP_1_1).build();
            assertThat(SessionCookies.signIn(client, "http://127.0.0.1:" + app.port()))
                    .doesNotContain("Secure");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.testkit.client.Http;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Signs in to the dashboard as a client that sends no Origin header. */
public final class SessionCookies {

    /** The setting of the secret that opens the dashboard. */
    public static final String SECRET = "--rollcall.secrets.admin=correct-horse";

    private SessionCookies() {}

    /** Returns the cookie that signing in sets. */
    public static String signIn(HttpClient client, String origin) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(origin + "/__skew/admin/session"))
                .header("User-Agent", Http.BROWSER)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"secret\":\"correct-horse\"}"))
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("Set-Cookie").orElseThrow();
    }
}

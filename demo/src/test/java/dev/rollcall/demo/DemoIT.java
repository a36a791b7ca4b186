// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.demo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.testkit.process.JavaProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The demo as {@code ./rollcall demo} runs it, used as its first lines say. */
class DemoIT {

    @Test
    void printsLinksAndACurlCommandThatWork() throws Exception {
        try (JavaProcess demo = start("--port=0", "--visitors=200")) {
            String shop = link(demo, "Shop");
            String dashboard = link(demo, "Dashboard");
            String metrics = link(demo, "Metrics");
            String curl = demo.out().await(line -> line.contains("curl "));

            String page = demo.get(shop).body();
            assertThat(page).contains("data-version=\"v1\"");
            assertThat(demo.get(shop + "demo/shop.js").body()).contains("./client/index.js");
            assertThat(demo.get(shop + "demo/client/index.js").body()).contains("createRollcall");
            assertThat(demo.get(metrics).body()).containsPattern("rollcall_connections\\{transport=\"\\w+\"} [1-9]");
            assertThat(signIn(dashboard)).contains("\"ok\":true", "\"announce\",\"reload\"");

            HttpResponse<String> deployed = post(
                    curl.replaceAll(".* (http\\S+)$", "$1"),
                    curl.replaceAll(".* -d '(.*)' .*", "$1"),
                    "Authorization",
                    curl.replaceAll(".*'Authorization: ([^']*)'.*", "$1"));
            assertThat(deployed.body())
                    .contains("\"version\":\"v2\"", "\"previous\":\"v1\"")
                    .containsPattern("matched\":[1-9]");
            assertThat(demo.get(shop).body()).contains("data-version=\"v2\"");

            demo.terminate();
            assertThat(demo.exitCode()).isZero();
        }
    }

    @Test
    void reportsAllWrongSettings() throws Exception {
        try (JavaProcess demo = start("--visitors=many", "--port=x")) {
            assertThat(demo.exitCode()).isEqualTo(2);
            assertThat(String.join("\n", demo.err().all()))
                    .contains("visitors: many", "a whole number of visitors, 0 to 200,000", "port: x")
                    .contains("rollcall demo --help");
        }
    }

    private static JavaProcess start(String... arguments) throws IOException {
        String classPath = requireNonNull(System.getProperty("rollcall.class.path"), "rollcall.class.path");
        return JavaProcess.start(List.of("-cp", classPath, "dev.rollcall.demo.Main"), Map.of(), arguments);
    }

    private static String link(JavaProcess demo, String name) throws InterruptedException {
        return demo.out().await(line -> line.strip().startsWith(name + " ")).replaceAll(".* (http\\S+)$", "$1");
    }

    /** Does what the dashboard does with the link. */
    private static String signIn(String dashboard) throws Exception {
        URI link = URI.create(dashboard);
        String token = link.getFragment().replace("link=", "");
        String session = dashboard.substring(0, dashboard.indexOf("/dashboard/")) + "/admin/session";
        String origin = link.getScheme() + "://" + link.getAuthority();
        return post(session, "{\"link\":\"" + token + "\"}", "Origin", origin).body();
    }

    private static HttpResponse<String> post(String url, String json, String... headers) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .headers(headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}

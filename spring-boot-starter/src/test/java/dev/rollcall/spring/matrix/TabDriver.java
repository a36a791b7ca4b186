// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.matrix;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Http;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.PollingTab;
import dev.rollcall.testkit.client.SseTab;
import dev.rollcall.testkit.client.Tab;
import dev.rollcall.testkit.client.WebSocketTab;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Tabs, administrators and browsers of one application, wherever it has Rollcall. Uses it only from outside. */
final class TabDriver {

    /** The secret of the administrator, to be set in the application. */
    static final String SECRET = "a-secret-of-the-matrix";

    private static final String BEARER = "Bearer " + SECRET;

    private final Http http;
    private final String base;

    TabDriver(Http http, String base) {
        this.http = http;
        this.base = base;
    }

    /** Does everything that can be done, with tabs on all transports. */
    void drive() {
        drive(List.of("websocket", "sse", "polling"));
    }

    /** Does everything that can be done: tabs come, are counted, move, are told to reload, and go; files are served. */
    void drive(List<String> transports) {
        List<Tab> tabs = new ArrayList<>();
        transports.forEach(transport -> tabs.add(open(transport)));
        eventually(() -> assertThat(stats().path("total").asInt()).isEqualTo(tabs.size()));
        for (String transport : transports) {
            assertThat(stats().path("transports").path(transport).asInt()).isEqualTo(1);
        }
        tabs.forEach(tab -> tab.route("/moved"));
        eventually(
                () -> assertThat(stats().path("routes").path("/moved").asInt()).isEqualTo(tabs.size()));
        assertThat(admin("/admin/invalidate-route", "{\"route\":\"/moved\"}")
                        .path("matched")
                        .asInt())
                .isEqualTo(tabs.size());
        tabs.forEach(tab -> {
            JsonNode message = tab.next();
            assertThat(message.path("force").asBoolean())
                    .as(tab + ": " + message)
                    .isTrue();
        });
        files();
        tabs.forEach(this::leave);
        awaitTotal(0);
    }

    /** Opens a tab on a transport. */
    Tab open(String transport, String... headers) {
        String query = "?version=v2&route=/matrix";
        return switch (transport) {
            case "websocket" -> WebSocketTab.open(http, base + "/ws" + query, headers);
            case "sse" -> SseTab.open(http, base, query, headers);
            default -> PollingTab.open(http, base, query, headers);
        };
    }

    /** Closes a tab. One that polls says goodbye, as a page that goes away does. */
    void leave(Tab tab) {
        if (tab instanceof PollingTab) {
            assertThat(http.post(base + "/leave", Json.object("connectionId", tab.connectionId()))
                            .status())
                    .isEqualTo(200);
        }
        tab.close();
    }

    /** Asks for the script and the dashboard. */
    void files() {
        assertThat(http.get(base + "/client.js").body()).contains("rollcall");
        Answer page = http.get(base + "/dashboard/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-type").orElse("")).startsWith("text/html");
    }

    void awaitTotal(int total) {
        eventually(() -> assertThat(stats().path("total").asInt()).isEqualTo(total));
    }

    JsonNode stats() {
        Answer answer = http.get(base + "/admin/stats", "Authorization", BEARER);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    /** Gives a command; it must be taken. */
    JsonNode admin(String path, String json) {
        Answer answer = http.post(base + path, json, "Authorization", BEARER);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    Http http() {
        return http;
    }

    String base() {
        return base;
    }
}

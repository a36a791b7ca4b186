// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Runs the example as a reader would, and checks the effect of each recipe on real tabs. */
@Timeout(60)
class SiteTest {

    private static final String SECRET = "a-secret-for-the-test";

    private final Semaphore migrated = new Semaphore(0);
    private Site site;

    @BeforeEach
    void start() {
        Sessions sessions = id -> CompletableFuture.supplyAsync(() -> id.equals("s3") ? "admin" : "reader");
        site = Site.start(0, "new", SECRET, sessions, migrated::release);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void everyTabGetsAWelcomeMessage() throws Exception {
        try (Tab tab = new Tab(site, "new", "/", "")) {
            assertThat(tab.next("connected").path("version").asString()).isEqualTo("new");
            assertThat(tab.next("welcome").path("serverTime").asLong()).isPositive();
        }
    }

    @Test
    void onlyAdminsSeeWhoIsConnected() throws Exception {
        try (Tab admin = new Tab(site, "new", "/admin", "session=s3");
                Tab reader = new Tab(site, "new", "/", "session=s4");
                Tab stranger = new Tab(site, "old", "/checkout", "")) {
            for (Tab tab : List.of(admin, reader, stranger)) {
                tab.next("welcome");
                tab.send("{\"type\":\"subscribe-stats\"}");
            }
            reader.next("stats-unauthorized");
            stranger.next("stats-unauthorized");
            JsonNode stats = admin.next("stats");
            assertThat(stats.path("total").asInt()).isEqualTo(3);
            assertThat(stats.path("versions").path("old").asInt()).isEqualTo(1);
            assertThat(stats.path("connections").path(0).path("ip").asString()).isEqualTo("127.0.0.0/24");
        }
    }

    @Test
    void topPagesFollowNavigation() throws Exception {
        try (Tab one = new Tab(site, "new", "/", "");
                Tab two = new Tab(site, "new", "/", "");
                Tab three = new Tab(site, "new", "/pricing", "")) {
            for (Tab tab : List.of(one, two, three)) {
                tab.next("welcome");
            }
            assertThat(Recipes.topPages(site.rollcall(), 1)).containsExactly(Map.entry("/", 2));
            one.send("{\"type\":\"route-update\",\"route\":\"/pricing\"}");
            one.gotBeforePong("anything");
            assertThat(Recipes.topPages(site.rollcall(), 5))
                    .containsExactly(Map.entry("/pricing", 2), Map.entry("/", 1));
        }
    }

    @Test
    void rolloutIsCountedAndItsEndIsNoticed() throws Exception {
        site.rollcall().announce("old");
        site.rollcall().announce("new");
        try (Tab current = new Tab(site, "new", "/", "")) {
            Tab outdated = new Tab(site, "old", "/", "");
            current.next("welcome");
            outdated.next("welcome");
            assertThat(Recipes.rollout(site.rollcall())).isEqualTo("1 current, 1 outdated, 50% up to date");
            assertThat(migrated.availablePermits()).isZero();
            outdated.close();
            assertThat(migrated.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            assertThat(Recipes.rollout(site.rollcall())).isEqualTo("1 current, 0 outdated, 100% up to date");
        }
    }

    @Test
    void invalidationReachesOnlyTheTargetedPages() throws Exception {
        site.rollcall().announce("old");
        site.rollcall().announce("new");
        try (Tab checkout = new Tab(site, "old", "/checkout/pay", "");
                Tab post = new Tab(site, "new", "/blog/17", "");
                Tab index = new Tab(site, "new", "/blog/", "")) {
            for (Tab tab : List.of(checkout, post, index)) {
                tab.next("welcome");
            }
            assertThat(Recipes.reload(site.rollcall(), "/checkout")).isEqualTo(1);
            JsonNode reload = checkout.next("version");
            assertThat(reload.path("force").asBoolean()).isTrue();
            assertThat(reload.path("version").asString()).isEqualTo("new");

            assertThat(Recipes.reload(site.rollcall(), Pattern.compile("^/blog/\\d+$")))
                    .isEqualTo(1);
            post.next("version");
            assertThat(Recipes.reloadOutdated(site.rollcall(), "/")).isEqualTo(1);
            checkout.next("version");
            assertThat(index.gotBeforePong("version")).isFalse();
        }
    }

    @Test
    void anApplicationSendsItsOwnMessages() throws Exception {
        try (Tab here = new Tab(site, "new", "/checkout", "");
                Tab elsewhere = new Tab(site, "new", "/", "")) {
            here.next("welcome");
            elsewhere.next("welcome");
            assertThat(Recipes.announce(site.rollcall(), "/checkout", "Maintenance at noon"))
                    .isEqualTo(1);
            assertThat(here.next("notice").path("text").asString()).isEqualTo("Maintenance at noon");
            assertThat(elsewhere.gotBeforePong("notice")).isFalse();
        }
    }

    @Test
    void curlRecipesWorkHereToo() throws Exception {
        try (Tab blog = new Tab(site, "new", "/blog/first", "")) {
            blog.next("welcome");
            String answer = post("/api/admin/invalidate-route", "{\"route\":\"/blog/\",\"secret\":\"" + SECRET + "\"}");
            assertThat(answer).isEqualTo("{\"ok\":true,\"route\":\"/blog/\",\"matched\":1}");
            blog.next("version");
        }
    }

    private String post(String path, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + site.port() + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return client.send(request, BodyHandlers.ofString()).body();
    }
}

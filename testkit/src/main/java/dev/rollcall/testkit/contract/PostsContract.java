// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.Setup;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.Tab;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tab says by POST. Rules of "Tab to server", in the column for POSTs. */
public abstract class PostsContract extends HostContract {

    /** For hosts. */
    protected PostsContract() {}

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("POST /route moves the tab and answers {ok:true}")
    void route(Transport transport) {
        TestServer house = house();
        Tab tab = house.tab(transport, "?route=/a");
        Answer answer = house.post("/route", Json.object("connectionId", tab.connectionId(), "route", "/shopping?x#y"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).isEqualTo(Json.parse("{\"ok\":true}"));
        assertThat(house.rollcall().stats().routes()).containsOnlyKeys("/shopping");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/route", "/subscribe-stats", "/unsubscribe-stats"})
    @DisplayName("D6: the public id alone does nothing: 404, as for a connection nobody knows")
    void proofNeeded(String path) {
        TestServer house = house(Setup::open);
        Tab tab = house.sse("?route=/a");
        String proof = tab.connectionId().substring(tab.id().length() + 1);
        String[] forged = {
            tab.id(),
            tab.id() + ".",
            tab.id() + "." + "A".repeat(proof.length()),
            tab.connectionId() + "A",
            tab.connectionId().substring(0, tab.connectionId().length() - 2),
            "." + proof,
            "nobody." + proof,
            "",
            "x".repeat(1_000)
        };
        for (String id : forged) {
            Answer answer = house.post(path, Json.object("connectionId", id, "route", "/b"));
            assertThat(answer.status()).as(id).isIn(400, 404);
            Errors.check(answer);
        }
        assertThat(house.rollcall().stats().routes()).containsOnlyKeys("/a");
        assertThat(tab.drain()).isEmpty();
    }

    @Test
    @DisplayName("D6: one tab's proof does not act for another")
    void anothersProof() {
        TestServer house = house();
        Tab mine = house.sse("?route=/mine");
        Tab other = house.sse("?route=/other");
        String mixed =
                other.id() + "." + mine.connectionId().substring(mine.id().length() + 1);
        Errors.check(house.post("/route", Json.object("connectionId", mixed, "route", "/b")), 404);
        assertThat(house.rollcall().stats().routes()).containsOnlyKeys("/mine", "/other");
    }

    @Test
    @DisplayName("a connection that has gone is 404")
    void gone() {
        TestServer house = house();
        Tab tab = house.sse("");
        tab.close();
        TestServer.eventually(() -> assertThat(house.rollcall().stats().total()).isZero());
        Errors.check(house.post("/route", Json.object("connectionId", tab.connectionId(), "route", "/b")), 404);
    }

    @Test
    @DisplayName("malformed JSON and missing fields are 400")
    void malformed() {
        TestServer house = house();
        Tab tab = house.sse("?route=/a");
        String[] bodies = {
            "",
            "{",
            "[]",
            "null",
            "\"x\"",
            "{}",
            Json.object("connectionId", tab.connectionId()),
            Json.object("route", "/b"),
            Json.object("connectionId", 7, "route", "/b"),
            Json.object("connectionId", tab.connectionId(), "route", 7),
            Json.object("connectionId", tab.connectionId(), "route", "/a\nb"),
            Json.object("connectionId", tab.connectionId(), "route", "/" + "x".repeat(512))
        };
        for (String body : bodies) {
            Errors.check(house.post("/route", body), 400);
        }
        assertThat(house.rollcall().stats().routes()).containsOnlyKeys("/a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/route", "/subscribe-stats", "/unsubscribe-stats"})
    @DisplayName("S6: a body over 16 KB is 413")
    void tooBig(String path) {
        TestServer house = house();
        Tab tab = house.sse("?route=/a");
        String padded = Json.object("connectionId", tab.connectionId(), "route", "/b", "pad", "x".repeat(17_000));
        assertThat(house.post(path, padded).status()).isEqualTo(413);
        assertThat(house.rollcall().stats().routes()).containsOnlyKeys("/a");
    }

    @Test
    @DisplayName("S6: a body over 16 KB is 413 even if its length is not announced")
    void tooBigInChunks() {
        TestServer house = house();
        byte[] body = "x".repeat(40_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        var stream = BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body));
        Answer answer = house.http().send("POST", house.path("/route"), stream, "Content-Type", "application/json");
        assertThat(answer.status()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonx", "text/json"})
    @DisplayName("a wrong content type is 415, which also keeps foreign pages' forms out")
    void contentType(String type) {
        TestServer house = house();
        Tab tab = house.sse("?route=/a");
        var body = BodyPublishers.ofString(Json.object("connectionId", tab.connectionId(), "route", "/b"));
        Errors.check(house.http().send("POST", house.path("/route"), body, "Content-Type", type), 415);
        Errors.check(house.http().send("POST", house.path("/route"), body), 415);
        assertThat(house.rollcall().stats().routes()).containsOnlyKeys("/a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"})
    @DisplayName("the content type is application/json, with or without parameters, in any case")
    void rightContentType(String type) {
        TestServer house = house();
        Tab tab = house.sse("?route=/a");
        var body = BodyPublishers.ofString(Json.object("connectionId", tab.connectionId(), "route", "/b"));
        assertThat(house.http()
                        .send("POST", house.path("/route"), body, "Content-Type", type)
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/route", "/subscribe-stats", "/unsubscribe-stats"})
    @DisplayName("POST endpoints answer POST only")
    void methods(String path) {
        TestServer house = house();
        for (String method : new String[] {"GET", "PUT", "DELETE"}) {
            Answer answer = house.http().send(method, house.path(path), BodyPublishers.noBody());
            assertThat(answer.status()).as(method).isEqualTo(405);
        }
    }

    @Test
    @DisplayName("too many POSTs of one tab are 429 with Retry-After; route updates are merged instead")
    void tooMany() {
        TestServer house = house(Setup::open);
        Tab tab = house.sse("?route=/a");
        String body = Json.object("connectionId", tab.connectionId());
        Answer answer = house.post("/unsubscribe-stats", body);
        for (int i = 0; i < 100 && answer.status() == 200; i++) {
            answer = house.post("/unsubscribe-stats", body);
        }
        Errors.check(answer, 429);
        assertThat(answer.header("Retry-After"))
                .hasValueSatisfying(seconds -> assertThat(seconds).matches("[1-9][0-9]*"));
        house.advance(java.time.Duration.ofSeconds(
                Long.parseLong(answer.header("Retry-After").orElseThrow())));
        assertThat(house.post("/unsubscribe-stats", body).status()).isEqualTo(200);
        assertThat(tab.hasEnded()).isFalse();
    }

    @Test
    @DisplayName("POST /ack is taken")
    void ack() {
        TestServer house = house();
        Tab tab = house.sse("");
        Answer answer = house.post(
                "/ack", Json.object("connectionId", tab.connectionId(), "command", "c1", "state", "received"));
        assertThat(answer.status()).isIn(200, 404);
    }

    @Test
    @DisplayName("Retry-After and errors never echo what a stranger sent")
    void noEcho() {
        TestServer house = house();
        Answer answer = house.post("/route", Json.object("connectionId", "<script>alert(1)</script>", "route", "/b"));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).doesNotContain("<script>");
    }
}

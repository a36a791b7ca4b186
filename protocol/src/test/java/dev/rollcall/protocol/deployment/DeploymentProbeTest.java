// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.deployment;

import static dev.rollcall.protocol.deployment.FleetServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.deployment.Answer;
import dev.rollcall.protocol.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeploymentProbeTest {

    private final ManualClock clock = new ManualClock(1_000_000);
    private final FleetServer fleet = new FleetServer(number -> ok("v" + number + "\n"));

    @AfterEach
    void close() {
        fleet.close();
    }

    private DeploymentProbe probe(String path, String reads) {
        return probe(fleet.at(path), reads, false, Duration.ofSeconds(4));
    }

    private DeploymentProbe probe(URI address, String reads, boolean cachedToo, Duration limit) {
        return new DeploymentProbe(address, VersionReader.of(reads), cachedToo, clock, limit);
    }

    private static Answer named(String version) {
        return new Answer.Named(version);
    }

    private static String why(Answer answer) {
        return answer instanceof Answer.Failed failed
                ? failed.why()
                : answer instanceof Answer.Cached cached ? cached.why() : "";
    }

    @Test
    void everyQuestionHasAConnectionAndAnAddressOfItsOwn() {
        DeploymentProbe probe = probe("/version.txt?key=1", "text");
        for (int i = 0; i < 5; i++) {
            assertThat(probe.ask()).isEqualTo(named("v" + i));
        }
        assertThat(fleet.connections()).isEqualTo(5);
        assertThat(fleet.requests().stream().map(request -> request.lines().findFirst()))
                .doesNotHaveDuplicates();
        assertThat(fleet.requests())
                .allSatisfy(request -> assertThat(request)
                        .startsWith("GET /version.txt?key=1&rollcall=")
                        .contains("Cache-Control: no-cache", "Connection: close"));
    }

    @Test
    void theAddressIsShownWithoutItsQuery() {
        assertThat(probe("/version.txt?key=secret", "text").shown())
                .isEqualTo(fleet.at("/version.txt").toString());
    }

    @Test
    void frameworksAreAskedWhereTheyNameTheirBuild() {
        fleet.answer(number -> ok("{\"id\":\"b1\",\"timestamp\":1}"));
        assertThat(probe("", "nuxt").ask()).isEqualTo(named("b1"));
        fleet.answer(number -> ok("{\"version\":\"b2\"}"));
        assertThat(probe("/", "sveltekit").ask()).isEqualTo(named("b2"));
        assertThat(probe("/docs/_app/version.json", "sveltekit").ask()).isEqualTo(named("b2"));
        fleet.answer(
                number -> ok("<script>self.__next_f.push([1,\"0:{\\\"P\\\":null,\\\"b\\\":\\\"b3\\\",\"])</script>"));
        assertThat(probe("", "next").ask()).isEqualTo(named("b3"));
        fleet.answer(number -> ok("<html data-dpl-id=\"d4\"><script>{\"buildId\":\"build\"}</script>"));
        assertThat(probe("", "next").ask()).isEqualTo(named("d4"));
        fleet.answer(number -> ok("<script id=\"__NEXT_DATA__\">{\"page\":\"/\",\"buildId\":\"b5\"}</script>"));
        assertThat(probe("", "next").ask()).isEqualTo(named("b5"));
        fleet.answer(number -> ok("<script src=\"/_next/static/b6/_buildManifest.js\"></script>"));
        assertThat(probe("", "next").ask()).isEqualTo(named("b6"));
        assertThat(fleet.requests().stream().map(request -> request.replaceFirst("GET ([^?]*)[^\0]*", "$1")))
                .startsWith("/_nuxt/builds/latest.json", "/_app/version.json", "/docs/_app/version.json", "/");
    }

    @Test
    void aFieldOrAHeaderNamesTheBuild() {
        fleet.answer(number -> ok("{\"build\":{\"id\":42}}", "X-Version: v7"));
        assertThat(probe("/info", "field:build.id").ask()).isEqualTo(named("42"));
        assertThat(probe("/info", "header:x-version").ask()).isEqualTo(named("v7"));
        assertThat(why(probe("/info", "field:build.name").ask())).contains("a JSON object with the field build.name");
        assertThat(why(probe("/info", "header:x-build").ask())).contains("no x-build header");
    }

    @Test
    void aBodyMayComeInChunksOrEndWithTheConnection() {
        String early = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        String chunks = "2\r\nv1\r\n3;x=y\r\n.23\r\n0\r\n\r\n";
        fleet.answer(number -> early + chunked + chunks);
        assertThat(probe("/version.txt", "text").ask()).isEqualTo(named("v1.23"));
        fleet.closeAfterAnswer();
        fleet.answer(number -> "HTTP/1.0 200 OK\n\nv2");
        assertThat(probe("/version.txt", "text").ask()).isEqualTo(named("v2"));
        fleet.answer(number -> "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nv2");
        assertThat(why(probe("/version.txt", "text").ask())).startsWith("the connection was closed before the end");
        fleet.answer(number -> "SSH-2.0-OpenSSH\r\n");
        assertThat(why(probe("/version.txt", "text").ask())).isEqualTo("not an HTTP response");
        fleet.answer(number -> chunked + "-1\r\n");
        assertThat(why(probe("/version.txt", "text").ask())).isEqualTo("not an HTTP response");
        fleet.answer(number -> "HTTP/1.1 200 OK\r\nX: " + "x".repeat(70_000));
        assertThat(why(probe("/version.txt", "text").ask())).isEqualTo("more than 65536 bytes of headers");
    }

    @Test
    void whatIsNoBuildIsNotTakenForOne() {
        fleet.answer(number -> ok("<!doctype html>\n<html></html>"));
        assertThat(why(probe("/version.txt", "text").ask())).contains("the build alone, as text");
        assertThat(why(probe("", "nuxt").ask())).contains("a JSON object with the field id");
        fleet.answer(number -> ok(""));
        assertThat(why(probe("/version.txt", "text").ask())).startsWith("no build in the answer");
        fleet.answer(number -> ok("x".repeat(70_000)));
        assertThat(why(probe("/version.txt", "text").ask())).startsWith("more than 65536 bytes");
        fleet.answer(number -> "HTTP/1.1 503 Busy\r\nContent-Length: 2\r\n\r\nv1");
        assertThat(why(probe("/version.txt", "text").ask())).isEqualTo("status 503 (expected: 200)");
    }

    @Test
    void aCacheIsGivenAwayByItsHeaders() {
        for (String header : new String[] {
            "Age: 12",
            "X-Cache: Hit from cloudfront",
            "CF-Cache-Status: HIT",
            "X-Vercel-Cache: STALE",
            "Cache-Status: edge; hit"
        }) {
            fleet.answer(number -> ok("v1", header));
            assertThat(why(probe("/version.txt", "text").ask())).as(header).startsWith("a cache answered");
        }
        for (String header : new String[] {
            "Age: 0",
            "X-Cache: Miss from cloudfront, white",
            "CF-Cache-Status: DYNAMIC",
            "Cache-Status: edge; fwd=stale"
        }) {
            fleet.answer(number -> ok("v1", header));
            assertThat(probe("/version.txt", "text").ask()).as(header).isEqualTo(named("v1"));
        }
        fleet.answer(number -> ok("v1", "Age: 12"));
        assertThat(probe(fleet.at("/"), "text", true, Duration.ofSeconds(4)).ask())
                .isEqualTo(named("v1"));
    }

    @Test
    void aCacheWithoutSuchHeadersIsGivenAwayByADateThatStandsStill() {
        fleet.answer(number -> ok("v1", "Date: Sat, 29 Nov 2026 11:00:00 GMT"));
        DeploymentProbe probe = probe("/version.txt", "text");
        assertThat(probe.ask()).isEqualTo(named("v1"));
        clock.pass(Duration.ofSeconds(14));
        assertThat(probe.ask()).isEqualTo(named("v1"));
        clock.pass(Duration.ofSeconds(1));
        assertThat(why(probe.ask())).contains("Date stands still");
    }

    @Test
    void redirectsAreFollowedToTheSameHostAlone() {
        fleet.answer(number -> number == 0 ? redirect("/later") : ok("v1"));
        assertThat(fleet.connections()).isZero();
        assertThat(probe("/version.txt", "text").ask()).isEqualTo(named("v1"));
        fleet.answer(number -> redirect("http://localhost:1/"));
        assertThat(why(probe("/version.txt", "text").ask())).startsWith("a redirect to another host");
        fleet.answer(number -> redirect("/again"));
        int before = fleet.connections();
        assertThat(why(probe("/version.txt", "text").ask())).contains("too many");
        assertThat(fleet.connections() - before).isEqualTo(4);
        fleet.answer(number -> redirect("file:///etc/hostname"));
        assertThat(why(probe("/version.txt", "text").ask())).startsWith("a redirect to another host");
    }

    private static String redirect(String to) {
        return "HTTP/1.1 302 Found\r\nLocation: " + to + "\r\nContent-Length: 0\r\n\r\n";
    }

    @Test
    void aServerThatIsSilentSlowOrGoneIsNoAnswer() {
        Duration limit = Duration.ofMillis(200);
        fleet.answer(number -> "");
        assertThat(why(probe(fleet.at("/"), "text", false, limit).ask())).isEqualTo("no answer within 200 ms");
        fleet.answer(number -> "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nv");
        assertThat(why(probe(fleet.at("/"), "text", false, limit).ask())).isEqualTo("no answer within 200 ms");
        fleet.answer(number -> "HTTP/1.1 200 OK\r\nX-Slow: ");
        assertThat(why(probe(fleet.at("/"), "text", false, limit).ask())).isEqualTo("no answer within 200 ms");
    }

    @Test
    void aPortWhereNobodyListensIsNoAnswer() throws IOException {
        try (Socket taken = new Socket()) { // so that nobody else listens there
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            URI gone = URI.create("http://127.0.0.1:" + taken.getLocalPort() + "/?token=secret");
            assertThat(why(probe(gone, "text", false, Duration.ofSeconds(4)).ask()))
                    .isEqualTo("the connection failed");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.protocol.http.StaticFiles;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The files of the dashboard, compressed at build time. This suite's are not really compressed: a host sends what it is
 * given, so texts can be compared.
 */
public abstract class FilesContract extends HostContract {

    private static final String SCRIPT = "/dashboard/assets/app-1a2b.js";
    private static final String PLAIN = "the script as it is\n";
    private static final String BROTLI = "the script, by brotli\n";
    private static final String GZIP = "the script, by gzip\n";

    /** For hosts. */
    protected FilesContract() {}

    private TestServer withFiles() {
        return house(setup -> setup.options(
                        options -> options.dashboard(StaticFiles.fromClassPath("/dev/rollcall/testkit/files")))
                .set(ContractSettings.ALLOWED_ORIGINS, List.of("https://a.example")));
    }

    @Test
    @DisplayName("each client gets the form it prefers, with its own length, and caches learn what that depends on")
    void compressed() {
        TestServer house = withFiles();
        Map<String, String> wanted = Map.of(
                "gzip, deflate, br, zstd", BROTLI,
                "gzip", GZIP,
                "x-gzip", GZIP,
                "br;q=0.5, gzip;q=0.9", GZIP,
                "br;q=0, *", GZIP,
                "deflate, zstd", PLAIN,
                "gzip;q=0, br;q=0", PLAIN,
                "identity, br;q=0.2", PLAIN,
                "identity;q=0", PLAIN,
                "br;q=much", PLAIN);
        wanted.forEach((accepted, text) -> {
            Answer answer = house.get(SCRIPT, "Accept-Encoding", accepted);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).as(accepted).isEqualTo(text);
            assertThat(answer.header("content-encoding").orElse("none")).isEqualTo(codingOf(text));
            assertThat(answer.header("content-length")).hasValue(length(text));
            assertThat(answer.header("vary")).hasValue("Accept-Encoding");
            assertThat(answer.header("content-type").orElseThrow()).startsWith("text/javascript;");
        });
        assertThat(house.get(SCRIPT).body())
                .as("nothing is known of the client")
                .isEqualTo(PLAIN);
    }

    @Test
    @DisplayName("HEAD has the headers of GET, including the length of the chosen form")
    void head() {
        TestServer house = withFiles();
        Answer get = house.get(SCRIPT, "Accept-Encoding", "br");
        Answer head = house.http().send("HEAD", "/__skew" + SCRIPT, BodyPublishers.noBody(), "Accept-Encoding", "br");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String name : List.of("content-length", "content-encoding", "etag", "vary", "content-type")) {
            assertThat(head.header(name)).as(name).isPresent().isEqualTo(get.header(name));
        }
    }

    @Test
    @DisplayName("a client that already has the form it would get is answered 304 without a body")
    void notModified() {
        TestServer house = withFiles();
        String brotli = tag(house, "br");
        String gzip = tag(house, "gzip");
        assertThat(List.of(brotli, gzip, tag(house, "identity"))).doesNotHaveDuplicates();
        for (String known : List.of(brotli, "W/" + brotli, "\"other\", " + brotli, "*")) {
            Answer answer = house.get(SCRIPT, "Accept-Encoding", "br", "If-None-Match", known);
            assertThat(answer.status()).as(known).isEqualTo(304);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("etag")).hasValue(brotli);
            assertThat(answer.header("vary")).hasValue("Accept-Encoding");
            assertThat(answer.header("cache-control")).isPresent();
            assertThat(answer.header("content-encoding")).isEmpty();
        }
        assertThat(house.get(SCRIPT, "Accept-Encoding", "br", "If-None-Match", gzip)
                        .status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("a page of a listed origin sees that the answer depends on the origin as well")
    void varies() {
        TestServer house = withFiles();
        Answer answer = house.get(SCRIPT, "Origin", "https://a.example", "Accept-Encoding", "gzip");
        assertThat(answer.header("vary")).hasValue("Accept-Encoding, Origin");
    }

    @Test
    @DisplayName("an uncompressed file is sent as it is, and depends on nothing")
    void uncompressed() {
        Answer page = withFiles().get("/dashboard/", "Accept-Encoding", "gzip, br");
        assertThat(page.body()).startsWith("<!doctype html>");
        assertThat(page.header("content-encoding")).isEmpty();
        assertThat(page.header("vary")).isEmpty();
        assertThat(page.header("etag")).isPresent();
        assertThat(page.header("cache-control")).hasValue("no-cache");
    }

    private static String tag(TestServer house, String coding) {
        return house.get(SCRIPT, "Accept-Encoding", coding).header("etag").orElseThrow();
    }

    private static String codingOf(String text) {
        return text.equals(BROTLI) ? "br" : text.equals(GZIP) ? "gzip" : "none";
    }

    private static String length(String text) {
        return Integer.toString(text.getBytes(StandardCharsets.UTF_8).length);
    }
}

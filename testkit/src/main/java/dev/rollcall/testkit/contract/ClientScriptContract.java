// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.protocol.http.ClientModules;
import dev.rollcall.protocol.http.ClientScript;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.Setup;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The browser client, for a script tag and as modules. This suite's is not really compressed: a host sends what it is
 * given, so texts can be compared.
 */
public abstract class ClientScriptContract extends HostContract {

    private static final String PLAIN = "console.log('über')\n";
    private static final String BROTLI = "by brotli\n";
    private static final String GZIP = "by gzip\n";
    private static final ClientScript SCRIPT = ClientScript.of(utf8(PLAIN), compressed());
    private static final ClientModules MODULES = ClientModules.of(
            "1.2.3", Map.of("index.js", utf8("import './part.js'\n"), "part.js", utf8("export const a = 'ä'\n")));
    private static final String LISTED = "https://app.example.com";

    /** For hosts. */
    protected ClientScriptContract() {}

    private TestServer withScript() {
        return house(ClientScriptContract::withScript);
    }

    private static Setup withScript(Setup setup) {
        return setup.options(options -> options.clientScript(SCRIPT).clientModules(MODULES))
                .set(ContractSettings.ALLOWED_ORIGINS, List.of(LISTED));
    }

    @Test
    @DisplayName("the script is JavaScript in UTF-8, revalidated on each visit, and for pages of this host")
    void served() {
        TestServer house = withScript();
        Answer answer = house.get("/client.js");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(PLAIN);
        // A container may write it without the space (RFC 9110, section 5.6.6).
        assertThat(answer.header("content-type").orElseThrow().replace(" ", ""))
                .isEqualTo("text/javascript;charset=utf-8");
        assertThat(answer.header("content-length")).hasValue(Integer.toString(utf8(PLAIN).length));
        assertThat(answer.header("x-content-type-options")).hasValue("nosniff");
        assertThat(answer.header("cache-control")).hasValue("no-cache");
        assertThat(answer.header("cross-origin-resource-policy")).hasValue("same-origin");
        assertThat(answer.header("vary")).hasValue("Accept-Encoding, Origin");
        assertThat(answer.header("set-cookie")).isEmpty();
        assertThat(house.get("/client.js?v=1").body()).isEqualTo(PLAIN);
    }

    @Test
    @DisplayName("it names the address of exactly this content, which may be cached forever and checked with integrity")
    void hashed() throws Exception {
        TestServer house = withScript();
        String location = house.get("/client.js").header("content-location").orElseThrow();
        Answer answer = house.get("/" + location);
        assertThat("/" + location).isEqualTo(SCRIPT.hashedPath()).matches("/client\\.[0-9a-f]{20}\\.js");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(PLAIN);
        assertThat(answer.header("cache-control")).hasValue("public, max-age=31536000, immutable");
        byte[] digest = MessageDigest.getInstance("SHA-384").digest(utf8(answer.body()));
        assertThat(SCRIPT.integrity()).isEqualTo("sha384-" + Base64.getEncoder().encodeToString(digest));
    }

    @Test
    @DisplayName("another hash is not found, so that nobody caches a script under a wrong address forever")
    void otherHash() {
        TestServer house = withScript();
        for (String path : List.of("/client.00000000000000000000.js", "/client..js", "/client.js/", "/client.js.br")) {
            Errors.check(house.get(path), 404);
        }
    }

    @Test
    @DisplayName("each client gets the form it prefers, and 304 if it already has that")
    void forms() {
        TestServer house = withScript();
        Map<String, String> wanted = Map.of("gzip, br", BROTLI, "gzip", GZIP, "br;q=0, gzip", GZIP, "identity", PLAIN);
        wanted.forEach((accepted, text) -> {
            Answer answer = house.get("/client.js", "Accept-Encoding", accepted);
            assertThat(answer.body()).as(accepted).isEqualTo(text);
            assertThat(answer.header("content-length")).hasValue(Integer.toString(utf8(text).length));
            String tag = answer.header("etag").orElseThrow();
            assertThat(tag).startsWith("\"");
            Answer again = house.get("/client.js", "Accept-Encoding", accepted, "If-None-Match", tag);
            assertThat(again.status()).as(accepted).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(again.header("etag")).hasValue(tag);
        });
        assertThat(house.get("/client.js", "If-None-Match", "\"other\"").status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("HEAD has the headers of GET; nothing else is allowed")
    void methods() {
        TestServer house = withScript();
        Answer head = send(house, "HEAD");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("content-length")).hasValue(Integer.toString(utf8(PLAIN).length));
        Answer post = send(house, "POST");
        Errors.check(post, 405);
        assertThat(post.header("allow")).hasValue("GET, HEAD");
    }

    @Test
    @DisplayName("pages of listed origins may load it, those of others may not")
    void origins() {
        TestServer house = withScript();
        Answer listed = house.get("/client.js", "Origin", LISTED);
        assertThat(listed.header("access-control-allow-origin")).hasValue(LISTED);
        assertThat(listed.header("vary")).hasValue("Accept-Encoding, Origin");
        Answer other = house.get("/client.js", "Origin", "https://evil.example");
        assertThat(other.header("access-control-allow-origin")).isEmpty();
        assertThat(other.header("cross-origin-resource-policy")).hasValue("same-origin");
    }

    @Test
    @DisplayName("a release's module may be cached forever, and pages of listed origins may import it")
    void modules() {
        TestServer house = withScript();
        Answer answer = house.get("/client/1.2.3/part.js", "Origin", LISTED);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("export const a = 'ä'\n");
        assertThat(answer.header("content-type").orElseThrow().replace(" ", ""))
                .isEqualTo("text/javascript;charset=utf-8");
        assertThat(answer.header("cache-control")).hasValue("public, max-age=31536000, immutable");
        assertThat(answer.header("access-control-allow-origin")).hasValue(LISTED);
        assertThat(answer.header("cross-origin-resource-policy")).hasValue("same-origin");
        assertThat(answer.header("vary").orElseThrow()).contains("Origin");
        Answer again = house.get(
                "/client/1.2.3/part.js", "If-None-Match", answer.header("etag").orElseThrow());
        assertThat(again.status()).isEqualTo(304);
    }

    @Test
    @DisplayName("an address without a version redirects to the current one, and is revalidated on each visit")
    void presentModules() {
        Answer answer = withScript().get("/client/index.js");
        assertThat(answer.status()).isEqualTo(307);
        assertThat(answer.header("location")).hasValue("1.2.3/index.js");
        assertThat(answer.header("cache-control")).hasValue("no-cache");
    }

    @Test
    @DisplayName("a module of another version is not found, and neither is anything else")
    void otherModules() {
        TestServer house = withScript();
        for (String path : List.of("/client/1.2.2/index.js", "/client/1.2.3/", "/client/", "/client/1.2.3/files.txt")) {
            Answer answer = house.get(path);
            Errors.check(answer, 404);
            assertThat(answer.body()).contains("/client/1.2.3/index.js");
        }
        Errors.check(house.http().send("POST", house.path("/client/index.js"), BodyPublishers.noBody()), 405);
    }

    @Test
    @DisplayName("a host without the script says which jar is missing")
    void missing() {
        TestServer house = house(
                setup -> setup.options(options -> options.clientScript(null).clientModules(null)));
        for (String path : List.of("/client.js", "/client/index.js")) {
            Answer answer = house.get(path);
            Errors.check(answer, 404);
            assertThat(answer.body()).contains("rollcall-client");
        }
    }

    private static Answer send(TestServer house, String method) {
        return house.http().send(method, house.path("/client.js"), BodyPublishers.noBody());
    }

    private static Map<String, byte[]> compressed() {
        Map<String, byte[]> forms = new LinkedHashMap<>();
        forms.put("br", utf8(BROTLI));
        forms.put("gzip", utf8(GZIP));
        return forms;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

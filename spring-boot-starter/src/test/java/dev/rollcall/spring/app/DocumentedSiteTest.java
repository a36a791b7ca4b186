// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.spring.ClientVersion;
import dev.rollcall.spring.app.TestApplication.Container;
import dev.rollcall.testkit.client.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The code in docs/spring-boot.md that answers pages by their version and leads to the dashboard: it is run, and is what is shown. */
class DocumentedSiteTest {

    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern WHITE = Pattern.compile("\\s+");

    @Test
    @DisplayName("the page shows the code that is tested here")
    void shown() throws IOException {
        String code = flat(Files.readString(Path.of("src/test/java/dev/rollcall/spring/app/DocumentedSite.java")));
        List<String> blocks = JAVA.matcher(Files.readString(Path.of("../docs/spring-boot.md")))
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring(block.indexOf('\n'), block.lastIndexOf("```")))
                .filter(block -> block.contains("versions.of(") || block.contains("registry."))
                .toList();
        assertThat(blocks).hasSize(3).allSatisfy(block -> assertThat(code).contains(flat(block)));
    }

    private static String flat(String text) {
        return WHITE.matcher(text).replaceAll("");
    }

    @Test
    @DisplayName("orders of old pages are refused, those without a version handled otherwise; CORS admits the header")
    void orders() {
        try (TestApplication app = Container.TOMCAT.start(
                List.of(ClientVersionsTest.Open.class, DocumentedSite.Orders.class, DocumentedSite.Cors.class),
                "--test.chain=other")) {
            assertThat(order(app, ClientVersion.HEADER, "v1").status()).isEqualTo(409);
            assertThat(order(app, ClientVersion.HEADER, "v2").body()).isEqualTo("placed tea");
            assertThat(order(app, "Cookie", "__nkpv=v1").body()).isEqualTo("placed at list price tea");
            Answer preflight = app.http()
                    .send(
                            "OPTIONS",
                            "/api/orders",
                            BodyPublishers.noBody(),
                            "Origin",
                            "https://www.example.com",
                            "Access-Control-Request-Method",
                            "POST",
                            "Access-Control-Request-Headers",
                            "x-rollcall-version");
            assertThat(preflight.status()).isEqualTo(200);
            assertThat(preflight.header("Access-Control-Allow-Headers"))
                    .hasValueSatisfying(value -> assertThat(value).containsIgnoringCase(ClientVersion.HEADER));
        }
    }

    private static Answer order(TestApplication app, String header, String value) {
        return app.http()
                .send(
                        "POST",
                        "/api/orders",
                        BodyPublishers.ofString("tea"),
                        "Content-Type",
                        "text/plain",
                        header,
                        value);
    }

    @Test
    @DisplayName("people who sign in at the page that leads to the dashboard get there")
    void entry() {
        try (TestApplication app = TestApplication.Container.TOMCAT.start(
                List.of(DocumentedSite.Entry.class), "--rollcall.dashboard.read-role=ADMIN")) {
            Answer stranger = app.http().get("/rollcall", "Accept", "text/html");
            assertThat(stranger.header("Location"))
                    .hasValueSatisfying(login -> assertThat(login).endsWith("/login"));
            Answer ada = app.http().get("/rollcall", "Cookie", app.signIn());
            assertThat(ada.header("Location"))
                    .hasValueSatisfying(to -> assertThat(to).endsWith("/__skew/dashboard/"));
        }
    }
}

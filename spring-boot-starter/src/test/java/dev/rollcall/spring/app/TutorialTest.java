// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/spring-boot.md does what it says, word for word: its files are written into an empty folder, compiled and started. */
class TutorialTest {

    private static final String SECRET = "correct-horse-battery";
    private static final String SECOND_PART = "An admin page of your own, behind Spring Security";
    private static final String THIRD_PART = "The current version";

    /** What the page's fragments use without showing it. */
    private static final String AROUND_FRAGMENTS = """
            import dev.rollcall.core.*;
            import dev.rollcall.core.command.*;
            import dev.rollcall.core.hook.*;
            import dev.rollcall.core.hook.StatsAuthorizer.Decision;
            import dev.rollcall.core.match.*;
            import dev.rollcall.core.receipt.*;
            import dev.rollcall.spring.*;
            import jakarta.servlet.http.HttpServletRequest;
            import java.time.Duration;
            import java.util.concurrent.CompletableFuture;
            import org.springframework.context.annotation.*;
            import org.springframework.context.event.EventListener;
            import org.springframework.http.ResponseEntity;
            import org.springframework.security.config.Customizer;
            import org.springframework.security.config.annotation.web.builders.HttpSecurity;
            import org.springframework.security.core.Authentication;
            import org.springframework.security.web.SecurityFilterChain;
            import org.springframework.web.bind.annotation.*;
            import org.springframework.web.servlet.config.annotation.*;

            abstract class AuditLog implements dev.rollcall.core.hook.ConnectionListener {}

            abstract class Application implements WebMvcConfigurer {
                Rollcall rollcall;
                ClientVersions versions;
                abstract String place(String order);
                abstract String placeAtListPrice(String order);
                abstract boolean isOnDuty(String name);
            }
            """;

    @TempDir
    private Path folder;

    @Test
    @DisplayName("part 1: tabs, the dashboard, and a release by curl")
    void fromAnEmptyProject() throws Exception {
        TutorialPage page = TutorialPage.read("spring-boot.md").before(SECOND_PART);
        assertThat(page.write(folder))
                .containsExactly(
                        "pom.xml",
                        "src/main/java/site/Site.java",
                        "src/main/resources/application.yml",
                        "src/main/resources/static/index.html");
        try (TutorialSite site =
                TutorialSite.build(folder, TutorialSite.WITHOUT_SECURITY).start(Map.of("ADMIN_SECRET", SECRET))) {
            assertThat(site.get("/").body()).contains("<p>Hello.</p>", "/__skew/client.js");
            assertThat(site.get("/__skew/client.js").statusCode()).isEqualTo(200);
            assertThat(site.get("/__skew/dashboard/").statusCode()).isEqualTo(200);
            assertThat(site.get("/__skew/admin/stats").statusCode()).isEqualTo(401);
            assertThat(site.get("/__skew/admin/stats", "Authorization", "Bearer " + SECRET)
                            .body())
                    .contains("\"current\":\"build-1\"");
            assertThat(site.release("build-2", SECRET).statusCode()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("part 2: an admin page behind Spring Security, and what part 1 had still works")
    void behindSpringSecurity() throws Exception {
        TutorialPage page = TutorialPage.read("spring-boot.md").before(THIRD_PART);
        assertThat(page.write(folder))
                .contains("src/main/java/site/Security.java", "src/main/resources/static/admin.html");
        Map<String, String> environment = Map.of("ADMIN_SECRET", SECRET, "ADMIN_PASSWORD", "battery-staple");
        try (TutorialSite site =
                TutorialSite.build(folder, TutorialSite.WITH_SECURITY).start(environment)) {
            assertThat(site.get("/").body()).contains("<p>Hello.</p>");
            assertThat(site.get("/admin.html", "Accept", "text/html")
                            .headers()
                            .firstValue("location")
                            .orElse(""))
                    .endsWith("/login");
            assertThat(site.get("/__skew/client.js").statusCode()).isEqualTo(200);
            assertThat(site.release("build-2", SECRET).statusCode()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("what Spring's AOT processing makes of it keeps all files, and runs")
    void aheadOfTime() throws Exception {
        TutorialPage.read("spring-boot.md").before(SECOND_PART).write(folder);
        TutorialSite built = TutorialSite.build(folder, TutorialSite.WITHOUT_SECURITY);
        String metadata = built.processAheadOfTime().replace("\\/", "/");
        assertThat(metadata)
                .contains(
                        "dev/rollcall/dashboard/**",
                        "dev/rollcall/client/**",
                        "isbot.txt",
                        "static/builds/latest.json");
        try (TutorialSite site = built.start(Map.of("ADMIN_SECRET", SECRET), "-Dspring.aot.enabled=true")) {
            assertThat(site.get("/__skew/client.js").statusCode()).isEqualTo(200);
            assertThat(site.get("/__skew/dashboard/").statusCode()).isEqualTo(200);
            assertThat(site.release("build-2", SECRET).statusCode()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("the fragments of Java further down compile")
    void fragments() throws Exception {
        List<String> fragments = TutorialPage.read("spring-boot.md").fragments();
        assertThat(fragments).hasSizeGreaterThan(1);
        StringBuilder source = new StringBuilder(AROUND_FRAGMENTS);
        for (int i = 0; i < fragments.size(); i++) {
            // A fragment that begins with an annotation is part of a class, any other part of a method.
            boolean member = fragments.get(i).stripLeading().startsWith("@");
            source.append("abstract class F").append(i).append(" extends Application {\n");
            source.append(member ? fragments.get(i) : "void run() {\n" + fragments.get(i) + "}\n")
                    .append("}\n");
        }
        Path file = Files.writeString(folder.resolve("Fragments.java"), source);
        TutorialPage.compile(List.of(file), folder, TutorialSite.classPath(""));
    }

    @Test
    @DisplayName("the pom names the versions of this repository")
    void versions() throws Exception {
        TutorialPage.read("spring-boot.md").before(SECOND_PART).write(folder);
        String pom = Files.readString(folder.resolve("pom.xml"));
        String ours = Files.readString(Path.of("../pom.xml"));
        assertThat(pom).contains("<version>" + between(ours, "<spring-boot.version>") + "</version>");
        assertThat(pom)
                .contains(
                        "<artifactId>rollcall-bom</artifactId>",
                        "<version>" + between(ours, "<artifactId>rollcall-parent</artifactId>\n  <version>")
                                + "</version>");
    }

    private static String between(String text, String begin) {
        int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf("<", from));
    }
}

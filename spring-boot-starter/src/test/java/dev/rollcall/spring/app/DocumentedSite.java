// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import dev.rollcall.spring.ClientVersion;
import dev.rollcall.spring.ClientVersions;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What docs/spring-boot.md shows of an application's own code; {@link DocumentedSiteTest} compares them. */
final class DocumentedSite {

    private DocumentedSite() {}

    /** Answers pages by their version. */
    @RestController
    static class Orders {

        private final ClientVersions versions;

        Orders(ClientVersions versions) {
            this.versions = versions;
        }

        @PostMapping("/api/orders")
        ResponseEntity<String> order(@RequestBody String order, HttpServletRequest request) {
            return switch (versions.of(request).state()) { // versions: ClientVersions
                case OUTDATED -> ResponseEntity.status(409).body("Please reload the page");
                case UP_TO_DATE -> ResponseEntity.ok(place(order));
                case UNKNOWN ->
                    ResponseEntity.ok(placeAtListPrice(order)); // the request does not say: an old client, curl
            };
        }

        private static String place(String order) {
            return "placed " + order;
        }

        private static String placeAtListPrice(String order) {
            return "placed at list price " + order;
        }
    }

    /** Lets pages of another origin say which version they run. */
    @Configuration
    static class Cors implements WebMvcConfigurer {

        @Override
        public void addCorsMappings(CorsRegistry registry) {
            registry.addMapping("/api/**")
                    .allowedOrigins("https://www.example.com")
                    .allowedHeaders("Content-Type", ClientVersion.HEADER);
        }
    }

    /** Leads people who have signed in to the dashboard. */
    @Configuration
    static class Entry implements WebMvcConfigurer {

        @Override
        public void addViewControllers(ViewControllerRegistry registry) {
            registry.addRedirectViewController("/rollcall", "/__skew/dashboard/");
        }
    }
}

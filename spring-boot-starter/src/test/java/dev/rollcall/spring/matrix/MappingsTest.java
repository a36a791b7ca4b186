// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.spring.RollcallStartException;
import dev.rollcall.spring.matrix.Site.Server;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Controllers of the application on the paths of Rollcall, which would never be asked. */
@ExtendWith(OutputCaptureExtension.class)
class MappingsTest {

    /** On WebFlux, {@link Site} has Boot's own security. */
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString("ada:pw-of-the-test".getBytes(StandardCharsets.UTF_8));

    private static final String ORDERS = MappingsTest.class.getName() + "$Shop.orders()";

    @ParameterizedTest
    @CsvSource({
        "TOMCAT, /shop, /shop/orders, orders",
        "TOMCAT, /shop/orders, /shop/orders, orders",
        "TOMCAT, /shop/orders, /shop/orders/{id}, order",
        "JETTY, /shop, /shop/orders, orders",
        "NETTY, /shop, /shop/orders, orders",
        "NETTY, /shop/orders, /shop/orders/{id}, order"
    })
    @DisplayName("a base path above a controller's path fails the start, with the names of both")
    void collision(Server server, String base, String mapping, String method, CapturedOutput output) {
        assertThatThrownBy(() -> server.start(base, List.of(Shop.class), "--rollcall.base-path=" + base))
                .isInstanceOf(RollcallStartException.class);
        assertThat(output.getAll())
                .contains(
                        "APPLICATION FAILED TO START",
                        "rollcall.base-path: with it, Rollcall answers everything below " + base,
                        "Shop." + method + "()",
                        "(" + mapping + ")",
                        "the default is /__skew");
    }

    @ParameterizedTest
    @CsvSource({"TOMCAT", "NETTY"})
    @DisplayName("a prefix of both is part of both")
    void below(Server server, CapturedOutput output) {
        assertThatThrownBy(() -> server.start(
                        "/app/shop",
                        List.of(Shop.class),
                        "--rollcall.base-path=/shop",
                        "--server.servlet.context-path=/app",
                        "--spring.webflux.base-path=/app"))
                .isInstanceOf(RollcallStartException.class);
        assertThat(output.getAll()).contains("everything below /app/shop", ORDERS, "(/app/shop/orders)");
    }

    @ParameterizedTest
    @EnumSource(
            value = Server.class,
            names = {"TOMCAT", "NETTY"})
    @DisplayName("so does an alias that is a controller's path")
    void alias(Server server, CapturedOutput output) {
        assertThatThrownBy(() -> server.start("/__skew", List.of(Admin.class), "--rollcall.admin-aliases=true"))
                .isInstanceOf(RollcallStartException.class);
        assertThat(output.getAll())
                .contains(
                        "rollcall.admin-aliases: with it, Rollcall answers /api/admin/stats",
                        "Admin.stats()",
                        "Set rollcall.admin-aliases=false");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("controllers for every path, and for paths that only begin alike, do no harm")
    void besides(Server server) {
        try (Site site = server.start("/shop", List.of(Everything.class), "--rollcall.base-path=/shop")) {
            assertThat(site.tabs().http().get("/shop/health").status()).isEqualTo(200);
            assertThat(site.tabs()
                            .http()
                            .get("/open/anything", "Authorization", BASIC)
                            .body())
                    .isEqualTo("everything");
            assertThat(site.warnings()).isEmpty();
        }
    }

    @Test
    @DisplayName("if the dispatcher has its own path, controllers are below it")
    void dispatcher() {
        try (Site site = Server.TOMCAT.start(
                "/shop", List.of(Shop.class), "--rollcall.base-path=/shop", "--spring.mvc.servlet.path=/api")) {
            assertThat(site.tabs().http().get("/shop/health").status()).isEqualTo(200);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @RestController
    static class Shop {

        @GetMapping("/shop/orders")
        String orders() {
            return "orders";
        }

        @GetMapping("/shop/orders/{id}")
        String order() {
            return "order";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @RestController
    static class Admin {

        @GetMapping("/api/admin/stats")
        String stats() {
            return "stats";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @RestController
    static class Everything {

        @GetMapping({"/**", "/{section}/orders", "/shopping/{id}", "/sho?/x"})
        String everything() {
            return "everything";
        }
    }
}

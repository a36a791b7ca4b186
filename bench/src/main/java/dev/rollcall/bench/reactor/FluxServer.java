// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.bench.reactor;

import dev.rollcall.protocol.Protocol;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/** A WebFlux application that does nothing but hold tabs. */
@Configuration
@EnableAutoConfiguration
public class FluxServer {

    /** For Spring. */
    public FluxServer() {}

    /** Starts the application with the starter, which holds tabs below Reactor Netty. */
    static void withStarter(int port, String secret, int tabs) {
        var unused = application()
                .run(
                        "--server.port=" + port,
                        "--rollcall.current-version=v0",
                        "--rollcall.keepalive=25s",
                        "--rollcall.secrets.admin=" + secret,
                        "--rollcall.limits.connections=" + tabs);
    }

    /** Starts the application with a filter that holds tabs with Reactor Netty's public API. */
    static void withFilter(int port, Protocol protocol) {
        SpringApplication application = application();
        application.addInitializers(context ->
                ((GenericApplicationContext) context).registerBean(PlainFilter.class, () -> new PlainFilter(protocol)));
        var unused = application.run("--server.port=" + port, "--rollcall.enabled=false");
    }

    private static SpringApplication application() {
        SpringApplication application = new SpringApplication(FluxServer.class);
        application.setWebApplicationType(WebApplicationType.REACTIVE);
        System.setProperty("server.address", "127.0.0.1");
        System.setProperty("spring.main.banner-mode", "off");
        return application;
    }
}

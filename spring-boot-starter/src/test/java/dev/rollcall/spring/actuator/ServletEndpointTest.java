// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.actuator;

import dev.rollcall.spring.app.TestApplication;
import dev.rollcall.spring.app.TestApplication.Container;
import dev.rollcall.testkit.client.Http;
import java.util.ArrayList;
import java.util.List;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.Nested;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The endpoint in a servlet container: on the application's port, on one of its own, below other paths, and without Spring MVC. */
class ServletEndpointTest {

    @Nested
    class OnJersey extends EndpointContract {
        @Override
        protected Running start(String... properties) {
            TestApplication app = Container.TOMCAT.startWithout(
                    "org.springframework.web.servlet", List.of(JerseyResources.class), properties);
            return new Running(app.http(), app.http(), "/actuator/rollcall", app.rollcall(), app);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class JerseyResources {
        @Bean
        ResourceConfig resources() {
            return new ResourceConfig();
        }
    }

    private static EndpointContract.Running start(Container container, String path, String[] given, String... more) {
        List<String> properties = new ArrayList<>(List.of(given));
        properties.addAll(List.of(more));
        TestApplication app = container.start(properties.toArray(String[]::new));
        String port = app.context().getEnvironment().getProperty("local.management.port");
        return new EndpointContract.Running(
                app.http(), port == null ? app.http() : new Http(Integer.parseInt(port)), path, app.rollcall(), app);
    }

    @Nested
    class OnTomcat extends EndpointContract {
        @Override
        protected Running start(String... properties) {
            return ServletEndpointTest.start(Container.TOMCAT, "/actuator/rollcall", properties);
        }
    }

    @Nested
    class OnAPortOfItsOwn extends EndpointContract {
        @Override
        protected Running start(String... properties) {
            return ServletEndpointTest.start(
                    Container.TOMCAT,
                    "/actuator/rollcall",
                    properties,
                    "--management.server.port=0",
                    "--spring.autoconfigure.exclude=org.springframework.boot.jetty.autoconfigure.actuate.web.server"
                            + ".JettyServletManagementContextAutoConfiguration"); // on the class path for other tests
        }
    }

    @Nested
    class OnJettyBelowOtherPaths extends EndpointContract {
        @Override
        protected Running start(String... properties) {
            return ServletEndpointTest.start(
                    Container.JETTY,
                    "/manage/tabs",
                    properties,
                    "--management.endpoints.web.base-path=/manage",
                    "--management.endpoints.web.path-mapping.rollcall=tabs");
        }
    }
}

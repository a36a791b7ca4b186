// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.actuator;

import dev.rollcall.spring.app.TestApplication.Container;
import java.util.List;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.Nested;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The endpoint in a servlet container: on the application's port, on a separate one, below other paths, and without
 * Spring MVC.
 */
class ServletEndpointTest {

    @Nested
    class OnTomcat extends EndpointContract {
        @Override
        protected ConfigurableApplicationContext start(String... properties) {
            return Container.TOMCAT.start(properties).context();
        }
    }

    @Nested
    class OnJersey extends EndpointContract {
        @Override
        protected ConfigurableApplicationContext start(String... properties) {
            return Container.TOMCAT
                    .startWithout("org.springframework.web.servlet", List.of(JerseyResources.class), properties)
                    .context();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class JerseyResources {
        @Bean
        ResourceConfig resources() {
            return new ResourceConfig();
        }
    }

    @Nested
    class OnAPortOfItsOwn extends OnTomcat {
        @Override
        protected String[] more() {
            return new String[] {
                "--management.server.port=0",
                "--spring.autoconfigure.exclude=org.springframework.boot.jetty.autoconfigure.actuate.web.server"
                        + ".JettyServletManagementContextAutoConfiguration" // on the class path for other tests
            };
        }
    }

    @Nested
    class OnJettyBelowOtherPaths extends EndpointContract {
        @Override
        protected ConfigurableApplicationContext start(String... properties) {
            return Container.JETTY.start(properties).context();
        }

        @Override
        protected String[] more() {
            return new String[] {
                "--management.endpoints.web.base-path=/manage", "--management.endpoints.web.path-mapping.rollcall=tabs"
            };
        }

        @Override
        protected String path() {
            return "/manage/tabs";
        }
    }
}

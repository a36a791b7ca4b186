// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import dev.rollcall.spring.actuator.EndpointContract;
import org.junit.jupiter.api.Nested;
import org.springframework.context.ConfigurableApplicationContext;

/** The endpoint in a WebFlux application: on its port, and on a separate one. */
class FluxEndpointTest {

    @Nested
    class OnThePortOfTheApplication extends EndpointContract {
        @Override
        protected ConfigurableApplicationContext start(String... properties) {
            return FluxApplication.start(properties).context();
        }
    }

    @Nested
    class OnAPortOfItsOwn extends OnThePortOfTheApplication {
        @Override
        protected String[] more() {
            return new String[] {
                "--management.server.port=0",
                // On the class path for other tests.
                "--spring.autoconfigure.exclude=org.springframework.boot.jetty.autoconfigure.actuate.web.server"
                        + ".JettyReactiveManagementContextAutoConfiguration,"
                        + "org.springframework.boot.tomcat.autoconfigure.actuate.web.server"
                        + ".TomcatReactiveManagementContextAutoConfiguration"
            };
        }
    }
}

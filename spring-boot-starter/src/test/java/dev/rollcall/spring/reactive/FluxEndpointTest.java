// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import dev.rollcall.spring.actuator.EndpointContract;
import dev.rollcall.testkit.client.Http;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** The endpoint in a WebFlux application: on its port, and on one of its own. */
class FluxEndpointTest {

    private static EndpointContract.Running start(String[] given, String... more) {
        List<String> properties = new ArrayList<>(List.of(given));
        properties.addAll(List.of(more));
        FluxApplication app = FluxApplication.start(properties.toArray(String[]::new));
        String port = app.context().getEnvironment().getProperty("local.management.port");
        return new EndpointContract.Running(
                app.http(),
                port == null ? app.http() : new Http(Integer.parseInt(port)),
                "/actuator/rollcall",
                app.rollcall(),
                app);
    }

    @Nested
    class OnThePortOfTheApplication extends EndpointContract {
        @Override
        protected Running start(String... properties) {
            return FluxEndpointTest.start(properties);
        }
    }

    @Nested
    class OnAPortOfItsOwn extends EndpointContract {
        @Override
        protected Running start(String... properties) {
            return FluxEndpointTest.start(
                    properties,
                    "--management.server.port=0",
                    // On the class path for other tests.
                    "--spring.autoconfigure.exclude=org.springframework.boot.jetty.autoconfigure.actuate.web.server"
                            + ".JettyReactiveManagementContextAutoConfiguration,"
                            + "org.springframework.boot.tomcat.autoconfigure.actuate.web.server"
                            + ".TomcatReactiveManagementContextAutoConfiguration");
        }
    }
}

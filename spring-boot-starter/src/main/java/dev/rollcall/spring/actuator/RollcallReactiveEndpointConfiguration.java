// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.actuator;

import dev.rollcall.spring.settings.ConditionalOnSetting;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.server.WebFilter;

/** The filter of the endpoint where Actuator runs in a WebFlux server: on the application's port, or on one of its own. */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(WebFilter.class)
@ConditionalOnSetting(value = "rollcall.enabled", matchIfMissing = true)
public final class RollcallReactiveEndpointConfiguration {

    RollcallReactiveEndpointConfiguration() {}

    @Bean
    ReactiveEndpointFilter rollcallEndpointFilter(ObjectProvider<PathMappedEndpoints> endpoints) {
        return new ReactiveEndpointFilter(endpoints::getIfAvailable);
    }
}

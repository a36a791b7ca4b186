// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.actuator;

import dev.rollcall.core.Rollcall;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.spring.contract.RollcallAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The Actuator endpoint {@code rollcall} and the health contributor of the same name. */
@AutoConfiguration(after = RollcallAutoConfiguration.class)
@ConditionalOnBean(Protocol.class)
public final class RollcallActuatorAutoConfiguration {

    RollcallActuatorAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Endpoint.class, WebEndpoint.class, ConditionalOnAvailableEndpoint.class})
    static final class RollcallEndpointConfiguration {

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint
        RollcallEndpoint rollcallEndpoint(Protocol protocol) {
            return new RollcallEndpoint(protocol);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    static final class RollcallHealthConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = "rollcallHealthIndicator")
        @ConditionalOnEnabledHealthIndicator("rollcall")
        HealthIndicator rollcallHealthIndicator(Rollcall rollcall, Protocol protocol) {
            return new RollcallHealthIndicator(rollcall, protocol);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.contract;

import dev.rollcall.protocol.Protocol;
import dev.rollcall.spring.settings.ConditionalOnSetting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Says once that there is no Rollcall in an application to which no tab can connect. */
@AutoConfiguration(after = RollcallAutoConfiguration.class)
@ConditionalOnNotWebApplication
@ConditionalOnMissingBean(Protocol.class)
@ConditionalOnSetting(value = "rollcall.enabled", matchIfMissing = true)
public final class RollcallAbsentAutoConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(RollcallAbsentAutoConfiguration.class);
    private static final String TYPE = "spring.main.web-application-type";

    RollcallAbsentAutoConfiguration() {}

    /** Logs it before any bean is created: one that injects Rollcall may end the start, and then the line says why. */
    @Bean
    static BeanFactoryPostProcessor rollcallAbsence(Environment environment) {
        return beans -> LOG.info(
                "Rollcall is off and has no beans: this application has no web server{}",
                environment.containsProperty(TYPE)
                        ? " (" + TYPE + "=" + environment.getProperty(TYPE) + ")."
                        : ". Add spring-boot-starter-webmvc or spring-boot-starter-webflux, unless that is on purpose.");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.actuator;

import dev.rollcall.spring.settings.ConditionalOnSetting;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;

/** The filter of the endpoint where Actuator runs in a servlet container: on the application's port, or on one of its own. */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({Filter.class, FilterRegistrationBean.class})
@ConditionalOnSetting(value = "rollcall.enabled", matchIfMissing = true)
public final class RollcallServletEndpointConfiguration {

    RollcallServletEndpointConfiguration() {}

    @Bean
    FilterRegistrationBean<ServletEndpointFilter> rollcallEndpointFilter(
            ObjectProvider<PathMappedEndpoints> endpoints) {
        FilterRegistrationBean<ServletEndpointFilter> registration =
                new FilterRegistrationBean<>(new ServletEndpointFilter(endpoints::getIfAvailable));
        registration.setDispatcherTypes(DispatcherType.REQUEST);
        registration.setAsyncSupported(true);
        return registration;
    }
}

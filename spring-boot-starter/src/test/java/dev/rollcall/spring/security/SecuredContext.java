// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.security;

import dev.rollcall.spring.contract.RollcallAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** The context of a servlet application with Rollcall and Spring Security. */
public final class SecuredContext {

    private SecuredContext() {}

    /** Returns a runner of such contexts. */
    public static WebApplicationContextRunner runner() {
        return new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        RollcallAutoConfiguration.class,
                        RollcallSecurityAutoConfiguration.class,
                        SecurityAutoConfiguration.class,
                        ServletWebSecurityAutoConfiguration.class));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.security;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;

/**
 * A bean that changes the security filter chain of Rollcall's base path. It is called once at the start, when the chain has been
 * set up to let everybody in without a CSRF token. Several are called in their order ({@link
 * org.springframework.core.annotation.Order}). An exception ends the start. The rules for requests are complete by then; everything
 * else can be changed, headers for example.
 */
@FunctionalInterface
public interface SecurityChainCustomizer {

    /**
     * Changes the chain.
     *
     * @param http has everything that Rollcall needs
     */
    void customize(HttpSecurity http);
}

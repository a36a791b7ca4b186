// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.security;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;

/**
 * Changes the security filter chain of Rollcall's base path, in a bean. It is called once at the start, after the chain was
 * told to let everybody in and to ask for no CSRF token; several are called in their order ({@link
 * org.springframework.core.annotation.Order}). An exception ends the start. The rules for requests are complete by then: what
 * can be changed is the rest, headers and sessions for example.
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

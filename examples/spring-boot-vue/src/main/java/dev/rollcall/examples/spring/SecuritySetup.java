// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.spring;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.logout.HttpStatusReturningLogoutSuccessHandler;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/** The security rules of the shop. They do not cover /__skew: the starter adds a filter chain for it. */
@Configuration(proxyBeanMethods = false)
class SecuritySetup {

    /** The role that may see who is connected. {@code rollcall.stats.role} names the same role. */
    static final String ADMIN = "ADMIN";

    @Bean
    SecurityFilterChain ownChain(HttpSecurity http) {
        return http.authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ERROR)
                                .permitAll()
                                .requestMatchers(Pages.OPEN)
                                .permitAll()
                                .requestMatchers("/assets/**", "/builds/**", "/icon.svg")
                                .permitAll()
                                .requestMatchers("/api/me", "/api/orders", "/actuator/health")
                                .permitAll()
                                // Any signed-in user may open the page; only admins see figures on it.
                                .requestMatchers("/admin")
                                .authenticated()
                                .anyRequest()
                                .hasRole(ADMIN))
                // The front end provides the page /login, which posts the form and reads the status.
                .formLogin(form -> form.loginPage("/login")
                        .successHandler(
                                (request, response, who) -> response.setStatus(HttpServletResponse.SC_NO_CONTENT))
                        .failureHandler(
                                (request, response, why) -> response.setStatus(HttpServletResponse.SC_UNAUTHORIZED)))
                .logout(logout ->
                        logout.logoutSuccessHandler(new HttpStatusReturningLogoutSuccessHandler(HttpStatus.NO_CONTENT)))
                .httpBasic(Customizer.withDefaults()) // for curl
                .csrf(CsrfConfigurer::spa)
                .exceptionHandling(refused -> refused.defaultAuthenticationEntryPointFor(
                        new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED),
                        PathPatternRequestMatcher.pathPattern("/api/**")))
                .build();
    }

    @Bean
    PasswordEncoder passwordEncoder() {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }

    @Bean
    UserDetailsService people(SiteSettings settings, PasswordEncoder encoder) {
        User.UserBuilder person = User.builder().passwordEncoder(encoder::encode);
        return new InMemoryUserDetailsManager(
                person.username("admin")
                        .password(settings.adminPassword())
                        .roles(ADMIN)
                        .build(),
                person.username("user")
                        .password(settings.userPassword())
                        .roles("USER")
                        .build());
    }
}

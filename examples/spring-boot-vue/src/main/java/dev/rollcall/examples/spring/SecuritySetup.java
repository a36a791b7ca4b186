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

/** Who may do what in the shop. What is below /__skew is not decided here: the starter adds a chain for it. */
@Configuration(proxyBeanMethods = false)
class SecuritySetup {

    /** Role of those who see who is here. {@code rollcall.stats.role} names the same. */
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
                                // Whoever is signed in may open the page; what it shows is for admins.
                                .requestMatchers("/admin")
                                .authenticated()
                                .anyRequest()
                                .hasRole(ADMIN))
                // The page /login is the front end's; it posts the form and reads the status.
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

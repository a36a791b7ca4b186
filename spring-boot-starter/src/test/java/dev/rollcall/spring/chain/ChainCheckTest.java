// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.spring.security.SecuredContext;
import dev.rollcall.spring.security.SecurityChainCustomizer;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;

/** Which of an application's chains is reported to keep tabs out. */
class ChainCheckTest {

    private final WebApplicationContextRunner web = SecuredContext.runner();

    @Test
    @DisplayName("none, if there is only Boot's own chain, or one of the application that comes later")
    void none() {
        assertRefused(Map.of());
        assertRefused(Map.of(), AnyRequest.class);
    }

    @Test
    @DisplayName("one that takes the base path first and wants people to be signed in")
    void shadows() {
        assertRefused(
                Map.of("api", "GET /__skew/ws, GET /__skew/sse, POST /__skew/route"), Shadow.class, AnyRequest.class);
    }

    @Test
    @DisplayName("one that lets everybody in, but wants a CSRF token with what tabs post")
    void wantsAToken() {
        assertRefused(Map.of("open", "POST /__skew/route"), OpenWithCsrf.class);
    }

    @Test
    @DisplayName("one that takes only part of the base path")
    void aPart() {
        assertRefused(Map.of("streams", "GET /__skew/sse"), Streams.class);
    }

    @Test
    @DisplayName("none that takes the base path first and lets everybody in")
    void letsIn() {
        assertRefused(Map.of(), LetsIn.class);
    }

    @Test
    @DisplayName("without Rollcall's chain: the application's own, unless it lets tabs in")
    void withoutOurs() {
        WebApplicationContextRunner without = web.withPropertyValues("rollcall.security-chain=false");
        without.withUserConfiguration(AnyRequest.class)
                .run(context ->
                        assertThat(context.getBean(ChainCheck.class).refused()).containsOnlyKeys("site"));
        without.withUserConfiguration(LetsIn.class)
                .run(context ->
                        assertThat(context.getBean(ChainCheck.class).refused()).isEmpty());
    }

    @Test
    @DisplayName("the context path and another base path count")
    void otherPaths() {
        web.withPropertyValues("rollcall.base-path=/live")
                .withUserConfiguration(Shadow.class)
                .run(context ->
                        assertThat(context.getBean(ChainCheck.class).refused()).isEmpty());
        web.withPropertyValues("rollcall.base-path=/__skew/live")
                .withUserConfiguration(Shadow.class)
                .run(context -> assertThat(context.getBean(ChainCheck.class).refused())
                        .containsEntry("api", "GET /__skew/live/ws, GET /__skew/live/sse, POST /__skew/live/route"));
    }

    @Test
    @DisplayName("a customizer changes Rollcall's chain, and tabs are still admitted")
    void customizer() {
        web.withBean(SecurityChainCustomizer.class, () -> http -> http.headers(AbstractHttpConfigurer::disable))
                .run(context -> {
                    assertThat(context.getBean(ChainCheck.OURS, SecurityFilterChain.class)
                                    .getFilters())
                            .extracting(filter -> filter.getClass().getSimpleName())
                            .doesNotContain("HeaderWriterFilter");
                    assertThat(context.getBean(ChainCheck.class).refused()).isEmpty();
                });
    }

    private void assertRefused(Map<String, String> expected, Class<?>... more) {
        web.withUserConfiguration(more)
                .run(context ->
                        assertThat(context.getBean(ChainCheck.class).refused()).isEqualTo(expected));
    }

    @Configuration(proxyBeanMethods = false)
    static class AnyRequest {
        @Bean
        SecurityFilterChain site(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .formLogin(Customizer.withDefaults())
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Shadow {
        @Bean
        @Order(-100)
        SecurityFilterChain api(HttpSecurity http) {
            return http.securityMatcher("/__skew/**", "/api/**")
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OpenWithCsrf {
        @Bean
        @Order(-100)
        SecurityFilterChain open(HttpSecurity http) {
            return http.securityMatcher("/__skew/**", "/open/**")
                    .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Streams {
        @Bean
        @Order(-100)
        SecurityFilterChain streams(HttpSecurity http) {
            return http.securityMatcher("/*/sse")
                    .authorizeHttpRequests(requests -> requests.anyRequest().hasRole("STREAMS"))
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LetsIn {
        @Bean
        @Order(-100)
        SecurityFilterChain own(HttpSecurity http) {
            return http.securityMatcher("/__skew/**", "/own/**")
                    .authorizeHttpRequests(requests -> requests.requestMatchers("/__skew/**")
                            .permitAll()
                            .anyRequest()
                            .authenticated())
                    .csrf(csrf -> csrf.ignoringRequestMatchers("/__skew/**"))
                    .build();
        }
    }
}

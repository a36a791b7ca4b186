// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.auth.settings.ConfiguredAuthorizers;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import dev.rollcall.spring.app.Tokens;
import dev.rollcall.spring.contract.RollcallAutoConfiguration;
import dev.rollcall.spring.servlet.RollcallServletAutoConfiguration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

class RollcallAuthAutoConfigurationTest {

    private static final String SECRET = "rollcall.jwt-hmac-secret=0123456789abcdef0123456789abcdef";
    private static final String CLAIM = "rollcall.jwt-claim=role=admin";

    private final WebApplicationContextRunner web = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    RollcallAutoConfiguration.class,
                    RollcallServletAutoConfiguration.class,
                    RollcallAuthAutoConfiguration.class));

    @Test
    void nothingIsAddedUnlessASettingAsksForIt() {
        web.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(StatsAuthorizer.class));
    }

    @Test
    void aTokenWithTheClaimIsAccepted() {
        web.withPropertyValues("rollcall.jwt-hmac-secret=" + Tokens.OWN_KEY, "rollcall.jwt-claim=roles=ADMIN")
                .run(context -> {
                    StatsAuthorizer authorizer = context.getBean(StatsAuthorizer.class);
                    assertThat(mayRead(authorizer, Tokens.bearer("ada", "ADMIN")))
                            .isTrue();
                    assertThat(mayRead(authorizer, Tokens.bearer("bob", "USER")))
                            .isFalse();
                    assertThat(mayRead(authorizer, Tokens.foreign())).isFalse();
                });
    }

    private static boolean mayRead(StatsAuthorizer authorizer, String authorization) {
        StatsRequest request = new StatsRequest(
                "id", Map.of("authorization", List.of(authorization)), Map.of(), null, Transport.SSE, null);
        return authorizer.authorize(request).toCompletableFuture().join().allowed();
    }

    @Test
    void aHalfSettingIsRefused() {
        web.withPropertyValues(SECRET)
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining(
                                "rollcall.jwt-claim: not set (expected: with rollcall.jwt-hmac-secret"));
    }

    @Test
    void theMissingDependencyIsNamed() {
        web.withPropertyValues(SECRET, CLAIM)
                .withClassLoader(new FilteredClassLoader(ConfiguredAuthorizers.class))
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining(
                                "the class dev.rollcall.auth.settings.ConfiguredAuthorizers is missing"));
    }
}

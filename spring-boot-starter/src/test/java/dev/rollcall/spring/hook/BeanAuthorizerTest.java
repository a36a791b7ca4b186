// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.hook;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.spring.app.RootLog;
import dev.rollcall.spring.contract.RollcallAutoConfiguration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Authorizers that are beans: asked in order, and named when they fail. */
class BeanAuthorizerTest {

    private final WebApplicationContextRunner web =
            new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(RollcallAutoConfiguration.class));
    private final RootLog log = new RootLog();

    @BeforeEach
    void listen() {
        log.listen();
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void oneThatThrowsIsNamedAtWarnWhateverIsAroundIt() {
        web.withBean("plain", StatsAuthorizer.class, Broken::new)
                .withBean("proxied", StatsAuthorizer.class, () ->
                        (StatsAuthorizer) new ProxyFactory(new Proxied()).getProxy())
                .run(context -> {
                    for (int i = 0; i < 100; i++) {
                        assertThat(ask(context).allowed()).isFalse();
                    }
                });
        for (Class<?> type : List.of(Broken.class, Proxied.class)) {
            assertThat(lines("Stats authorizer " + type.getName() + " failed"))
                    .as("1, 2, 4 ... 64")
                    .hasSize(7)
                    .allMatch(event -> event.getLevel() == Level.WARN)
                    .filteredOn(event -> event.getThrowableProxy() != null)
                    .hasSize(1);
        }
        assertThat(lines("BeanAuthorizer failed")).isEmpty();
        assertThat(lines("AnyAuthorizer failed")).isEmpty();
    }

    @Test
    void oneThatThrowsIsNamedAlthoughAnotherSaysYes() {
        web.withBean("broken", StatsAuthorizer.class, Broken::new)
                .withBean(
                        "yes",
                        StatsAuthorizer.class,
                        () -> request -> CompletableFuture.completedStage(StatsAuthorizer.Decision.granted()))
                .run(context -> assertThat(ask(context).allowed()).isTrue());
        assertThat(lines(Broken.class.getName())).hasSize(1);
    }

    private List<ILoggingEvent> lines(String part) {
        return log.events().stream()
                .filter(event -> event.getFormattedMessage().contains(part))
                .toList();
    }

    private static StatsAuthorizer.Decision ask(ApplicationContext context) {
        CompletableFuture<StatsAuthorizer.Decision> answer = new CompletableFuture<>();
        StatsAuthorizer.StatsRequest request =
                new StatsAuthorizer.StatsRequest("id", Map.of(), Map.of(), null, Transport.SSE, null);
        context.getBean(Rollcall.class).internals().statsAccess().decide(request, answer::complete);
        return answer.join();
    }

    private static final class Broken implements StatsAuthorizer {
        @Override
        public CompletionStage<Decision> authorize(StatsRequest request) {
            throw new IllegalStateException("database away");
        }
    }

    private static final class Proxied implements StatsAuthorizer {
        @Override
        public CompletionStage<Decision> authorize(StatsRequest request) {
            throw new NoClassDefFoundError("by the test");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.spring.contract.RollcallAutoConfiguration;
import dev.rollcall.spring.servlet.RollcallServletAutoConfiguration;
import dev.rollcall.testkit.ManualTimer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.test.context.TestPropertySource;

/** When a context closes, its tabs close and its threads end; and a test writes no files. */
class NothingIsLeftTest {

    private static final AutoConfigurations ALL = AutoConfigurations.of(
            RollcallTestAutoConfiguration.class,
            RollcallAutoConfiguration.class,
            RollcallServletAutoConfiguration.class);

    private static final String[] PROPERTIES = Objects.requireNonNull(
                    AutoConfigureRollcall.class.getAnnotation(TestPropertySource.class))
            .properties();

    @Test
    void tabsAndThreadsEndWithTheContext() {
        Set<String> before = threads();
        AtomicReference<TestTab> left = new AtomicReference<>();
        new WebApplicationContextRunner()
                .withConfiguration(ALL)
                .withPropertyValues(PROPERTIES)
                .run(context -> left.set(context.getBean(TestTabs.class).open("/", "build-1")));
        assertThat(Objects.requireNonNull(left.get()).isOpen()).isFalse();
        Awaitility.await().untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
        assertThat(Files.exists(Path.of("rollcall-data"))).isFalse();
    }

    @Test
    void theClockIsThatOfRollcall() {
        new ApplicationContextRunner()
                .withConfiguration(ALL)
                .withPropertyValues(PROPERTIES)
                .run(context -> assertThat(
                                context.getBean(Rollcall.class).internals().timer())
                        .isSameAs(context.getBean(ManualTimer.class)));
    }

    @Test
    void nothingIsAddedWhereRollcallIsTurnedOff() {
        new WebApplicationContextRunner()
                .withConfiguration(ALL)
                .withPropertyValues("rollcall.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(TestTabs.class));
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("rollcall") || name.startsWith("manual-timer"))
                .collect(Collectors.toSet());
    }
}

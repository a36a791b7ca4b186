// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.Rollcall;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Applications with the starter that have no web server. */
@ExtendWith(OutputCaptureExtension.class)
class RollcallAbsentTest {

    private static final String LINE = "Rollcall is off and has no beans: this application has no web server";

    @Test
    @DisplayName("spring.main.web-application-type=none: there is no Rollcall, and one line says so")
    void none(CapturedOutput output) {
        try (ConfigurableApplicationContext context = run(App.class, "--spring.main.web-application-type=none")) {
            assertThat(context.getBeanProvider(Rollcall.class).getIfAvailable()).isNull();
        }
        assertThat(output.getAll().lines().filter(line -> line.contains(LINE)))
                .singleElement()
                .asString()
                .contains("(spring.main.web-application-type=none)");
        assertThat(output.getAll()).doesNotContain(" WARN ", " ERROR ");
    }

    @Test
    @DisplayName("a forgotten web starter is named")
    void forgotten(CapturedOutput output) {
        SpringApplication application = new SpringApplication(App.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.run("--logging.level.dev.rollcall=INFO").close();
        assertThat(output.getAll()).contains(LINE + ". Add spring-boot-starter-webmvc or spring-boot-starter-webflux");
    }

    @Test
    @DisplayName("a bean that needs Rollcall fails the start, and the line says why there is none")
    void needed(CapturedOutput output) {
        assertThatThrownBy(() -> run(Needing.class, "--spring.main.web-application-type=none"))
                .isInstanceOf(Exception.class);
        assertThat(output.getAll())
                .contains("APPLICATION FAILED TO START", "required a bean of type 'dev.rollcall.core.Rollcall'", LINE);
    }

    @Test
    @DisplayName("if Rollcall is switched off, nothing is logged")
    void switchedOff(CapturedOutput output) {
        run(App.class, "--spring.main.web-application-type=none", "--rollcall.enabled=false")
                .close();
        assertThat(output.getAll()).doesNotContain("Rollcall is off");
    }

    private static ConfigurableApplicationContext run(Class<?> source, String... properties) {
        String[] all = Stream.concat(Stream.of(properties), Stream.of("--logging.level.dev.rollcall=INFO"))
                .toArray(String[]::new);
        return SpringApplication.run(source, all);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Needing {
        @Bean
        String version(Rollcall rollcall) {
            return rollcall.currentVersion();
        }
    }
}

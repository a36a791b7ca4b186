// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.backplane.Backplane;
import dev.rollcall.core.time.SystemTimer;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.spring.RollcallStartException;
import dev.rollcall.spring.contract.RollcallAutoConfiguration;
import dev.rollcall.testkit.cluster.MemoryNetwork;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Which cluster an application is in. No Redis is needed: a server that cannot be reached is tried again. */
@ExtendWith(OutputCaptureExtension.class)
class ApplicationClusterTest {

    private final WebApplicationContextRunner alone = new WebApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(RollcallClusterAutoConfiguration.class, RollcallAutoConfiguration.class))
            .withPropertyValues(
                    "rollcall.current-version=v1", "rollcall.cluster=true", "spring.application.name=shop: EU");

    private final WebApplicationContextRunner withoutModule =
            alone.withClassLoader(new FilteredClassLoader("dev.rollcall.redis"));

    private final WebApplicationContextRunner web = alone.withConfiguration(
            AutoConfigurations.of(SslAutoConfiguration.class, DataRedisAutoConfiguration.class));

    private static boolean isAlone(Rollcall rollcall) {
        return rollcall.internals().cluster().isAlone();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spring.data.redis.host=127.0.0.1 | spring.data.redis.port=1 | 127.0.0.1:1",
                "spring.data.redis.url=rediss://me:pw@127.0.0.1:2/3 | x=y | 127.0.0.1:2",
                "spring.data.redis.sentinel.master=shop | spring.data.redis.sentinel.nodes=127.0.0.1:3,127.0.0.1:4 |"
                        + " 127.0.0.1:3,127.0.0.1:4",
                "spring.data.redis.cluster.nodes=127.0.0.1:5,127.0.0.1:6 | spring.data.redis.ssl.enabled=true |"
                        + " 127.0.0.1:5,127.0.0.1:6",
                "rollcall.redis-url=redis://127.0.0.1:7 | spring.data.redis.port=1 | 127.0.0.1:7"
            })
    @DisplayName("the application's Redis makes its instances one; rollcall.redis-url takes precedence")
    void address(String first, String second, String address) {
        web.withPropertyValues(first, second, "spring.data.redis.password=pw-of-the-test")
                .run(context -> {
                    assertThat(isAlone(context.getBean(Rollcall.class))).isFalse();
                    assertThat(context.getBean(ApplicationCluster.class).toString())
                            .startsWith("shop--EU at " + address + " (from ");
                });
    }

    @Test
    @DisplayName("names that are set are used")
    void names() {
        web.withPropertyValues(
                        "rollcall.cluster-name=both-shops", "rollcall.node-name=shop-1", "spring.data.redis.port=1")
                .run(context -> {
                    assertThat(context.getBean(ApplicationCluster.class).toString())
                            .isEqualTo("both-shops at localhost:1 (from spring.data.redis)");
                    assertThat(context.getBean(Protocol.class)).isNotNull();
                    assertThat(context.getBean(Rollcall.class)
                                    .internals()
                                    .cluster()
                                    .nodes()
                                    .get(0)
                                    .name())
                            .isEqualTo("shop-1");
                });
    }

    @Test
    @DisplayName("rollcall.cluster=false turns it off, and says nothing")
    void off(CapturedOutput log) {
        web.withPropertyValues(
                        "rollcall.cluster=false", "spring.data.redis.port=1", "spring.main.cloud-platform=kubernetes")
                .run(context ->
                        assertThat(isAlone(context.getBean(Rollcall.class))).isTrue());
        assertThat(log).doesNotContain("WARN");
    }

    @Test
    @DisplayName("the application's own Backplane takes precedence, with the module and without")
    void own() {
        try (SystemTimer timer = new SystemTimer()) {
            MemoryNetwork network = new MemoryNetwork(timer);
            for (WebApplicationContextRunner each : new WebApplicationContextRunner[] {web, withoutModule}) {
                each.withBean(Backplane.class, network::join).run(context -> {
                    assertThat(isAlone(context.getBean(Rollcall.class))).isFalse();
                    assertThat(context.getBean(ApplicationCluster.class)).hasToString("a Backplane of the application");
                });
            }
        }
    }

    @Test
    @DisplayName("an address without the module stops the start and names the dependency")
    void moduleMissing() {
        withoutModule
                .withPropertyValues("rollcall.redis-url=redis://127.0.0.1:1")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(RollcallStartException.class)
                        .hasMessageContaining("rollcall.redis-url: set, but rollcall-redis is not on the class path"));
    }

    @ParameterizedTest
    @CsvSource({
        "rollcall.redis-url, localhost, redis://HOST:6379",
        "rollcall.cluster-name, two words, '1 to 64 letters, digits, dots, dashes or underscores'",
        "rollcall.cluster-key, short, at least 32",
        "rollcall.redis-required, perhaps, true or false"
    })
    @DisplayName("wrong settings stop the start with the property and what is expected")
    void wrong(String property, String value, String expected) {
        web.withPropertyValues(property + "=" + value)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(RollcallStartException.class)
                        .hasMessageContaining(property + ": ")
                        .hasMessageContaining(expected));
    }

    @Test
    @DisplayName("with the module and without a Redis, the start says that this instance is alone")
    void noRedis(CapturedOutput log) {
        alone.withPropertyValues("rollcall.cluster-name=shop")
                .run(context ->
                        assertThat(isAlone(context.getBean(Rollcall.class))).isTrue());
        assertThat(log).contains("no Redis is known", "cluster-name: has no effect without redis-url");
    }

    @Test
    @DisplayName("on a platform that runs several instances, the start warns if nothing connects them")
    void platform(CapturedOutput log) {
        withoutModule
                .withPropertyValues("spring.main.cloud-platform=kubernetes")
                .run(context -> {});
        assertThat(log).contains("runs on KUBERNETES", "dev.rollcall:rollcall-redis");
    }

    @Test
    @DisplayName("elsewhere it says nothing")
    void laptop(CapturedOutput log) {
        withoutModule.run(context -> {});
        assertThat(log).doesNotContain("WARN");
    }
}

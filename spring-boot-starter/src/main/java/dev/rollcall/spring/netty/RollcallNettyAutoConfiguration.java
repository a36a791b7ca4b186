// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.netty;

import dev.rollcall.core.Rollcall;
import dev.rollcall.netty.NettyHost;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.spring.RollcallStartException;
import dev.rollcall.spring.contract.DrainLifecycle;
import dev.rollcall.spring.contract.RollcallAutoConfiguration;
import dev.rollcall.spring.settings.ApplicationSettings;
import dev.rollcall.spring.settings.ConditionalOnSetting;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Serves the contract on a second port too, if {@code rollcall.netty.port} is set. */
@AutoConfiguration(after = RollcallAutoConfiguration.class)
@ConditionalOnBean({ApplicationSettings.class, Protocol.class})
@ConditionalOnSetting("rollcall.netty.port")
public final class RollcallNettyAutoConfiguration {

    RollcallNettyAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(NettyHost.class)
    static final class RollcallNettyPortConfiguration {

        @Bean
        NettyPort rollcallNettyPort(
                Protocol protocol,
                ApplicationSettings settings,
                Rollcall rollcall,
                ObjectProvider<NettyHostCustomizer> customizers,
                @Value("${spring.lifecycle.timeout-per-shutdown-phase:30s}") String phase) {
            return new NettyPort(
                    protocol,
                    settings.values(),
                    rollcall.internals().timer(),
                    DrainLifecycle.grace(settings, phase),
                    builder -> customizers.orderedStream().forEach(customizer -> customizer.customize(builder)));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("dev.rollcall.netty.NettyHost")
    static final class RollcallNettyMissingConfiguration {

        RollcallNettyMissingConfiguration() {
            throw RollcallStartException.nettyMissing(
                    "rollcall.netty.port is set, but the class dev.rollcall.netty.NettyHost is missing.");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.netty;

import dev.rollcall.netty.NettyHost;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.spring.RollcallProperties;
import dev.rollcall.spring.RollcallStartException;
import dev.rollcall.spring.contract.DrainLifecycle;
import dev.rollcall.spring.contract.RollcallAutoConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Serves the contract on a second port too, if {@code rollcall.netty.port} is set. */
@AutoConfiguration(after = RollcallAutoConfiguration.class)
@ConditionalOnBean({RollcallProperties.class, Protocol.class})
@ConditionalOnProperty("rollcall.netty.port")
public final class RollcallNettyAutoConfiguration {

    RollcallNettyAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(NettyHost.class)
    static final class RollcallNettyPortConfiguration {

        @Bean
        @ConditionalOnMissingBean
        NettyPort rollcallNettyPort(
                Protocol protocol,
                RollcallProperties properties,
                @Value("${spring.lifecycle.timeout-per-shutdown-phase:30s}") String phase,
                @Value("${rollcall.netty.port}") int port) {
            return new NettyPort(protocol, port, properties.netty().address(), DrainLifecycle.grace(properties, phase));
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

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.settings;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether {@code rollcall.netty.port} is set, and not by Kubernetes, whose variable for a service called "rollcall-netty" has
 * that name.
 */
public final class NettyPortCondition extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        String name = StarterSettings.NETTY_PORT.property();
        boolean set = new OwnProperties(context.getEnvironment()).find(ConfigurationPropertyName.of(name)) != null;
        return new ConditionOutcome(
                set, ConditionMessage.forCondition(name).because(set ? "it is set" : "it is not set"));
    }
}

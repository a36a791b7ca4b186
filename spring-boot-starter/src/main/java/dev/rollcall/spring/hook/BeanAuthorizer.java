// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.hook;

import dev.rollcall.core.hook.StatsAuthorizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.function.SingletonSupplier;

/**
 * Asks the identity of a request first, then the authorizers that are beans, in their order. The beans are created when
 * they are first asked, so they may depend on Rollcall without a circular reference. Thread-safe.
 */
public final class BeanAuthorizer implements StatsAuthorizer {

    /** The one that Rollcall itself declares, for its settings. */
    private static final String OWN = "rollcallStatsAuthorizer";

    private final Supplier<StatsAuthorizer> all;

    /**
     * Creates an authorizer that has not asked anybody yet.
     *
     * @param beans the authorizers of the application
     */
    public BeanAuthorizer(ObjectProvider<StatsAuthorizer> beans) {
        all = SingletonSupplier.of(() -> anyOf(beans));
    }

    private static StatsAuthorizer anyOf(ObjectProvider<StatsAuthorizer> beans) {
        List<StatsAuthorizer> asked = new ArrayList<>(List.of(StatsAuthorizer.byIdentity()));
        beans.orderedStream()
                .map(bean -> AopUtils.isAopProxy(bean)
                        ? StatsAuthorizer.named(AopUtils.getTargetClass(bean).getName(), bean)
                        : bean)
                .forEach(asked::add);
        return StatsAuthorizer.anyOf(asked);
    }

    @Override
    public CompletionStage<Decision> authorize(StatsRequest request) {
        return all.get().authorize(request);
    }

    /** Returns whether the application has an authorizer of its own. Creates none. */
    public static boolean isAnyIn(ListableBeanFactory beans) {
        return Arrays.stream(beans.getBeanNamesForType(StatsAuthorizer.class, true, false))
                .anyMatch(name -> !name.equals(OWN));
    }

    /** Matches when the application has an authorizer of its own. */
    public static final class IsThere implements ConfigurationCondition {

        @Override
        public ConfigurationPhase getConfigurationPhase() {
            return ConfigurationPhase.REGISTER_BEAN;
        }

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            ConfigurableListableBeanFactory beans = context.getBeanFactory();
            return beans != null && isAnyIn(beans);
        }
    }
}

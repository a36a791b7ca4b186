// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.contract;

import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.spring.RollcallBuilderCustomizer;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Warns when the application's own {@code Rollcall} bean was not made with the {@code RollcallBuilder} bean, and names
 * what it lacks. Used by the thread that starts the application.
 */
final class HookCheck implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(HookCheck.class);
    private static final List<Class<?>> HOOKS =
            List.of(StatsAuthorizer.class, Telemetry.class, RollcallBuilderCustomizer.class);

    private final ListableBeanFactory beans;
    private boolean complete;

    HookCheck(ListableBeanFactory beans) {
        this.beans = beans;
    }

    /** Records that the builder was asked for, by the application's own bean or by Rollcall's. */
    void builderMade() {
        complete = true;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (!complete) {
            List<String> lost = HOOKS.stream()
                    .flatMap(type -> Stream.of(beans.getBeanNamesForType(type, true, false)))
                    .distinct()
                    .toList();
            LOG.warn(
                    "The Rollcall bean of the application was not made with the RollcallBuilder bean. It has no settings of"
                            + " rollcall.*, knows no roles, and does not use {}. Have the method"
                            + " that makes it take a RollcallBuilder, or declare a RollcallBuilderCustomizer instead.",
                    lost.isEmpty() ? "beans of the application" : "these beans: " + String.join(", ", lost));
        }
    }
}

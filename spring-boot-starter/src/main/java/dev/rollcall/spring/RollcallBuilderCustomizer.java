// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.RollcallBuilder;

/**
 * A bean that changes how the application's {@code Rollcall} is built. It is called on the thread that starts the application, each
 * time a {@code RollcallBuilder} is injected, when the builder has everything from the settings and the beans of the application.
 * Several are called in their order ({@link org.springframework.core.annotation.Order}). An exception ends the start.
 */
@FunctionalInterface
public interface RollcallBuilderCustomizer {

    /**
     * Changes the builder.
     *
     * @param builder has the settings and the hooks already
     */
    void customize(RollcallBuilder builder);
}

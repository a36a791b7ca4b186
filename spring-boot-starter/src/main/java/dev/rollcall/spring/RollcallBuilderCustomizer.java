// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.RollcallBuilder;

/**
 * Changes how the application's {@code Rollcall} is built, in a bean. It is called once at the start, after everything that the
 * settings and the application's listeners, authorizers and telemetry have set; several are called in their order ({@link
 * org.springframework.core.annotation.Order}). An exception ends the start.
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

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.servlet.ServletHost;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.AbstractFilterRegistrationBean;
import org.springframework.boot.web.servlet.DynamicRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;

/**
 * Names the filters, and Rollcall's own servlet, that were registered with Boot without support for asynchronous requests.
 *
 * @param registrations of filters and servlets
 */
record NonAsyncFilters(ObjectProvider<DynamicRegistrationBean<?>> registrations) implements Supplier<List<String>> {

    @Override
    public List<String> get() {
        return registrations.stream()
                .filter(registration -> !registration.isAsyncSupported())
                .map(NonAsyncFilters::describe)
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable String describe(DynamicRegistrationBean<?> registration) {
        if (registration instanceof AbstractFilterRegistrationBean<?> filter) {
            return "the filter '" + filter.getFilterName() + "'";
        }
        return registration instanceof ServletRegistrationBean<?> servlet && servlet.getServlet() instanceof ServletHost
                ? "the servlet '" + servlet.getServletName() + "'"
                : null;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.protocol.options.ContractPaths;
import dev.rollcall.spring.contract.ShadowedHandlers;
import dev.rollcall.spring.contract.ShadowedHandlers.Handler;
import java.util.stream.Stream;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Ends the start when a controller of Spring MVC is mapped to a path that the container gives to Rollcall.
 *
 * @param beans has the controllers
 * @param paths of the contract, from the root
 * @param root what precedes the path of a controller: the context path, and that of the dispatcher
 */
record MappingCheck(ListableBeanFactory beans, ContractPaths paths, String root) implements SmartInitializingSingleton {

    @Override
    public void afterSingletonsInstantiated() {
        // Containers map the base path itself like what is below it.
        ShadowedHandlers.check(paths, path -> path.equals(paths.basePath()) || paths.test(path), handlers());
    }

    private Stream<Handler> handlers() {
        return beans.getBeansOfType(RequestMappingInfoHandlerMapping.class).values().stream()
                .flatMap(mapping -> mapping.getHandlerMethods().entrySet().stream())
                .flatMap(entry -> entry.getKey().getPatternValues().stream()
                        .map(pattern -> new Handler(root + pattern, name(entry.getValue()))));
    }

    private static String name(HandlerMethod handler) {
        return handler.getBeanType().getName() + "." + handler.getMethod().getName() + "()";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import dev.rollcall.protocol.options.ContractPaths;
import dev.rollcall.spring.contract.ShadowedHandlers;
import dev.rollcall.spring.contract.ShadowedHandlers.Handler;
import java.util.stream.Stream;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;

/**
 * Ends the start when a controller of WebFlux is mapped to a path on which Rollcall answers before it.
 *
 * @param beans has the controllers
 * @param paths of the contract, from the root
 * @param root WebFlux's base path
 */
record MappingCheck(ListableBeanFactory beans, ContractPaths paths, String root) implements SmartInitializingSingleton {

    @Override
    public void afterSingletonsInstantiated() {
        ShadowedHandlers.check(paths, paths, handlers());
    }

    private Stream<Handler> handlers() {
        return beans.getBeansOfType(RequestMappingInfoHandlerMapping.class).values().stream()
                .flatMap(mapping -> mapping.getHandlerMethods().entrySet().stream())
                .flatMap(entry -> entry.getKey().getPatternsCondition().getPatterns().stream()
                        .map(pattern -> new Handler(root + pattern.getPatternString(), name(entry.getValue()))));
    }

    private static String name(HandlerMethod handler) {
        return handler.getBeanType().getName() + "." + handler.getMethod().getName() + "()";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.chain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Finds out at the start which security filter chain takes the requests of tabs, and names its bean in a warning when
 * it does not let strangers' tabs in. Used by the thread that starts the application.
 */
public final class ChainCheck implements SmartInitializingSingleton {

    /** The name of Rollcall's own chain, which lets everybody in. */
    public static final String OURS = "rollcallSecurityFilterChain";

    private static final Logger LOG = LoggerFactory.getLogger(ChainCheck.class);

    private final ListableBeanFactory beans;
    private final String contextPath;
    private final String basePath;

    /**
     * Creates a check.
     *
     * @param beans the beans of the application, with its chains
     * @param contextPath the context path of the application; empty for none
     * @param basePath the base path of the contract, without the context path
     */
    public ChainCheck(ListableBeanFactory beans, String contextPath, String basePath) {
        this.beans = beans;
        this.contextPath = contextPath;
        this.basePath = basePath;
    }

    @Override
    public void afterSingletonsInstantiated() {
        refused()
                .forEach((chain, requests) -> LOG.warn(
                        "The security filter chain '{}' refuses visitors who are not signed in: {}. Their tabs are not counted. {}",
                        chain,
                        requests,
                        advice()));
    }

    /**
     * Returns the chains that do not let strangers' tabs in: by the name of each, the requests that it refuses, such as
     * {@code GET /__skew/ws, POST /__skew/route}.
     */
    Map<String, String> refused() {
        Map<String, SecurityFilterChain> named = beans.getBeansOfType(SecurityFilterChain.class);
        List<SecurityFilterChain> inOrder =
                beans.getBeanProvider(SecurityFilterChain.class).orderedStream().toList();
        Map<String, String> refused = new LinkedHashMap<>();
        for (StrangersRequest request : StrangersRequest.all(contextPath, basePath)) {
            String chain = refusing(request, inOrder, named);
            if (chain != null) {
                refused.merge(chain, request.toString(), (before, one) -> before + ", " + one);
            }
        }
        return refused;
    }

    /** Returns the name of the first chain that takes the request, if it does not let it through. */
    private static @Nullable String refusing(
            StrangersRequest request, List<SecurityFilterChain> inOrder, Map<String, SecurityFilterChain> named) {
        for (SecurityFilterChain chain : inOrder) {
            if (request.isTakenBy(chain)) {
                return request.isLetThroughBy(chain) ? null : name(chain, named);
            }
        }
        return null;
    }

    private static String name(SecurityFilterChain chain, Map<String, SecurityFilterChain> named) {
        return named.entrySet().stream()
                .filter(entry -> entry.getValue() == chain)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("without a name");
    }

    private String advice() {
        return beans.containsBean(OURS)
                ? "Give it an order above -10, or leave " + basePath + " out of what it matches."
                : "Have it permit " + basePath + "/** without a CSRF token, or set rollcall.security-chain=true.";
    }
}

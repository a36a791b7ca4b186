// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.spring;

import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The pages of the front end: one file for every path. */
@Configuration(proxyBeanMethods = false)
class Pages implements WebMvcConfigurer {

    /** Paths of the pages that everybody may open. */
    static final String[] OPEN = {"/", "/index.html", "/shop", "/checkout", "/about", "/login"};

    private static final String INDEX = "forward:/index.html";

    private final String[] locations;

    Pages(@Value("${spring.web.resources.static-locations}") String[] locations) {
        this.locations = locations;
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        for (String path : OPEN) {
            if (!path.equals("/index.html")) {
                registry.addViewController(path).setViewName(INDEX);
            }
        }
        registry.addViewController("/admin").setViewName(INDEX);
    }

    /** Lets browsers keep assets for ever: their names contain a hash of their content. Tabs on old builds still find old assets. */
    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        String[] assets = new String[locations.length];
        for (int i = 0; i < locations.length; i++) {
            assets[i] = locations[i] + "assets/";
        }
        registry.addResourceHandler("/assets/**")
                .addResourceLocations(assets)
                .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).immutable());
    }
}

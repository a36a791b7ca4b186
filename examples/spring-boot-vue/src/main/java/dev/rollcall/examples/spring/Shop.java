// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The application. {@code start.mjs} builds and starts it with everything it needs. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class Shop {

    /** Starts the shop. */
    public static void main(String[] arguments) {
        SpringApplication.run(Shop.class, arguments);
    }
}

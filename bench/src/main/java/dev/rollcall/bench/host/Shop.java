// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.bench.host;

import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An ordinary application. It knows nothing of Rollcall, so it is the same with and without it. */
@Configuration
@EnableAutoConfiguration
@RestController
public class Shop {

    /** For Spring. */
    public Shop() {}

    /** Starts the application on a free port and prints the port. */
    public static void main(String[] args) {
        var context = new SpringApplication(Shop.class)
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--server.tomcat.max-keep-alive-requests=-1", // Connecting is not what is measured.
                        "--spring.main.banner-mode=off");
        System.out.println(Child.READY + context.getEnvironment().getProperty("local.server.port"));
    }

    /** Returns a basket: the endpoint that is measured. */
    @GetMapping("/basket")
    public Basket basket() {
        return new Basket(42, List.of(new Item("tea", 2), new Item("cups", 4)));
    }

    /**
     * A basket.
     *
     * @param number the number of the basket
     * @param items the items in it
     */
    public record Basket(int number, List<Item> items) {}

    /**
     * An item in a basket.
     *
     * @param name the name of the item
     * @param count the quantity
     */
    public record Item(String name, int count) {}
}

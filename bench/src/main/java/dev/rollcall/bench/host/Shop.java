// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.bench.host;

import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An ordinary application. It knows nothing of Rollcall, so it is the same one without. */
@Configuration
@EnableAutoConfiguration
@RestController
public class Shop {

    /** For Spring. */
    public Shop() {}

    /** Starts it on a free port and tells which. */
    public static void main(String[] args) {
        var context = new SpringApplication(Shop.class)
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--server.tomcat.max-keep-alive-requests=-1", // Connecting is not what is measured.
                        "--spring.main.banner-mode=off");
        System.out.println(Child.READY + context.getEnvironment().getProperty("local.server.port"));
    }

    /** The ordinary endpoint. */
    @GetMapping("/basket")
    public Basket basket() {
        return new Basket(42, List.of(new Item("tea", 2), new Item("cups", 4)));
    }

    /**
     * What somebody buys.
     *
     * @param number which basket
     * @param items what is in it
     */
    public record Basket(int number, List<Item> items) {}

    /**
     * Something to buy.
     *
     * @param name what
     * @param count how many
     */
    public record Item(String name, int count) {}
}

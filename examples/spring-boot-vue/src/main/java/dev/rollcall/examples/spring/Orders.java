// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.spring;

import dev.rollcall.spring.ClientVersions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The endpoint for orders. It accepts them only from pages of the current version: an old page may show an old price. */
@RestController
class Orders {

    private final ClientVersions versions;
    private final AtomicInteger last = new AtomicInteger(1000);

    Orders(ClientVersions versions) {
        this.versions = versions;
    }

    @PostMapping("/api/orders")
    @ResponseStatus(HttpStatus.CREATED)
    Placed order(@RequestBody Order order, HttpServletRequest request) {
        if (versions.isClientOutdated(request)) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "the page is outdated");
        }
        if (!order.isComplete()) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "a name and a basket are needed");
        }
        return new Placed(last.incrementAndGet());
    }

    /**
     * An order as a page sends it.
     *
     * @param name the name of the customer
     * @param basket the quantity of each tea, by its id
     */
    record Order(@Nullable String name, @Nullable Map<String, Integer> basket) {

        boolean isComplete() {
            return name != null && !name.isBlank() && basket != null && !basket.isEmpty();
        }
    }

    /**
     * The answer to an order that was placed.
     *
     * @param number the order's number
     */
    record Placed(int number) {}
}

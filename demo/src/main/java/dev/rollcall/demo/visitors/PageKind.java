// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.demo.visitors;

import dev.rollcall.demo.shop.Product;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A kind of page in the shop: how often visitors begin there, and where they go next. */
enum PageKind {
    HOME,
    CATALOGUE,
    PRODUCT,
    CART,
    CHECKOUT,
    THANKS;

    private static final List<PageKind> ALL = List.of(values());
    private static final List<Integer> FIRST = List.of(50, 20, 30, 0, 0, 0);

    /** Returns where a visitor begins. */
    static PageKind first(RandomGenerator random) {
        PageKind place = draw(FIRST, random);
        return place == null ? HOME : place;
    }

    /** Returns where a visitor goes from here; null when they leave the shop. */
    @Nullable
    PageKind next(RandomGenerator random) {
        return draw(chances(), random);
    }

    /** Returns the path of a page of this kind. Products at the top of the catalogue come up more often. */
    String path(RandomGenerator random) {
        return switch (this) {
            case HOME -> "/";
            case CATALOGUE -> "/catalogue";
            case PRODUCT -> {
                int most = 1 + random.nextInt(Product.ALL.size());
                yield Product.ALL.get(random.nextInt(most)).path();
            }
            case CART -> "/cart";
            case CHECKOUT -> "/checkout";
            case THANKS -> "/checkout/thanks";
        };
    }

    /** Returns the share of visitors who go to each kind of page, in percent and in the order of the kinds; the others leave. */
    private List<Integer> chances() {
        return switch (this) {
            case HOME -> List.of(0, 55, 30, 5, 0, 0);
            case CATALOGUE -> List.of(8, 0, 75, 5, 0, 0);
            case PRODUCT -> List.of(0, 35, 25, 25, 0, 0);
            case CART -> List.of(0, 30, 0, 0, 50, 0);
            case CHECKOUT -> List.of(0, 0, 0, 20, 0, 60);
            case THANKS -> List.of(30, 0, 0, 0, 0, 0);
        };
    }

    private static @Nullable PageKind draw(List<Integer> percent, RandomGenerator random) {
        int left = random.nextInt(100);
        for (int i = 0; i < percent.size(); i++) {
            left -= percent.get(i);
            if (left < 0) {
                return ALL.get(i);
            }
        }
        return null;
    }
}

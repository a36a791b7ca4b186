// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.demo;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The kinds of page the shop has, as visitors see them: where one comes from, and where one goes from there. */
enum Place {
    HOME,
    CATALOGUE,
    PRODUCT,
    CART,
    CHECKOUT,
    THANKS;

    private static final List<Place> ALL = List.of(values());
    private static final List<Integer> FIRST = List.of(50, 20, 30, 0, 0, 0);

    /** Where somebody begins. */
    static Place first(RandomGenerator random) {
        Place place = draw(FIRST, random);
        return place == null ? HOME : place;
    }

    /** Where somebody goes from here; null when he leaves the shop. */
    @Nullable
    Place next(RandomGenerator random) {
        return draw(chances(), random);
    }

    /** The path of a page of this kind. Of two products, the one further up in the catalogue is looked at more. */
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

    /** Where people go from here, in percent: in the order of the places; the rest leaves. */
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

    private static @Nullable Place draw(List<Integer> percent, RandomGenerator random) {
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

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.demo.shop;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pages of the shop in one build, ready to be sent. Immutable. */
final class Pages {

    /** The number of colours that tell builds apart. */
    private static final int COLOURS = 6;

    private static final Map<String, Template> TEMPLATES = Stream.of(
                    "layout", "card", "home", "catalogue", "product", "cart", "checkout", "thanks", "missing")
            .collect(Collectors.toMap(Function.identity(), Template::read));

    private final String version;
    private final String base;
    private final Map<String, byte[]> byPath = new HashMap<>();
    private final byte[] missing;

    /**
     * Makes all pages of a build.
     *
     * @param version the build
     * @param base the path under which their tabs reach the server
     */
    Pages(String version, String base) {
        this.version = version;
        this.base = base;
        add("/", "Home", "home", Map.of("cards", cards(4)));
        add("/catalogue", "Catalogue", "catalogue", Map.of("cards", cards(Product.ALL.size())));
        Product.ALL.forEach(product ->
                byPath.put(product.path(), page(product.name(), fill("product", values(product)))));
        add("/cart", "Your cart", "cart", Map.of());
        add("/checkout", "Checkout", "checkout", Map.of());
        add("/checkout/thanks", "Thank you", "thanks", Map.of());
        missing = page("Not found", fill("missing", Map.of()));
    }

    /** Returns the build. */
    String version() {
        return version;
    }

    /** Returns the page at a path; if there is none, a page that says so. */
    byte[] at(String path) {
        return byPath.getOrDefault(path, missing);
    }

    /** Returns whether there is a page at a path. */
    boolean has(String path) {
        return byPath.containsKey(path);
    }

    private void add(String path, String title, String template, Map<String, String> values) {
        byPath.put(path, page(title, fill(template, values)));
    }

    private byte[] page(String title, String main) {
        Map<String, String> values = Map.of(
                "title", title,
                "version", version,
                "base", base,
                "colour", String.valueOf(NextVersion.number(version) % COLOURS),
                "main", main);
        return fill("layout", values).getBytes(StandardCharsets.UTF_8);
    }

    private static String fill(String template, Map<String, String> values) {
        return Objects.requireNonNull(TEMPLATES.get(template), template).fill(values);
    }

    private static String cards(int most) {
        return Product.ALL.stream()
                .limit(most)
                .map(product -> fill("card", values(product)))
                .collect(Collectors.joining());
    }

    private static Map<String, String> values(Product product) {
        return Map.of(
                "slug", product.slug(),
                "path", product.path(),
                "name", product.name(),
                "price", product.price(),
                "cents", String.valueOf(product.cents()),
                "words", product.words(),
                "drawing", product.drawing());
    }
}

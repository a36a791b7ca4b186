// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.demo.shop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTML with placeholders: <code>{{name}}</code> takes text, which is escaped, and <code>{{{name}}}</code> takes HTML.
 *
 * @param html the HTML
 */
record Template(String html) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\{?)(\\w+)}?}}");

    /** Reads the template of this name from the class path. */
    static Template read(String name) {
        String path = "/dev/rollcall/demo/shop/pages/" + name + ".html";
        try (InputStream in = Template.class.getResourceAsStream(path)) {
            return new Template(new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be read", e);
        }
    }

    /**
     * Returns the HTML with all placeholders replaced.
     *
     * @throws IllegalArgumentException when a placeholder has no value
     */
    String fill(Map<String, String> values) {
        return PLACEHOLDER.matcher(html).replaceAll(found -> {
            String value = values.get(found.group(2));
            if (value == null) {
                throw new IllegalArgumentException(found.group() + ": no value (expected: one for each placeholder)");
            }
            return Matcher.quoteReplacement(found.group(1).isEmpty() ? escaped(value) : value);
        });
    }

    /** Escapes text for HTML, between tags and in quoted attributes. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}

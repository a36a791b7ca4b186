// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTML with gaps: <code>{{name}}</code> takes text, which is escaped, and <code>{{{name}}}</code> takes HTML. Immutable. */
record Template(String html) {

    private static final Pattern GAP = Pattern.compile("\\{\\{(\\{?)(\\w+)}?}}");

    /** The template of that name, from the class path. */
    static Template read(String name) {
        String path = "/dev/rollcall/demo/pages/" + name + ".html";
        try (InputStream in = Template.class.getResourceAsStream(path)) {
            return new Template(new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be read", e);
        }
    }

    /** The HTML with the gaps filled; throws {@link IllegalArgumentException} when there is nothing for one. */
    String fill(Map<String, String> values) {
        return GAP.matcher(html).replaceAll(gap -> {
            String value = values.get(gap.group(2));
            if (value == null) {
                throw new IllegalArgumentException(gap.group() + ": nothing to put there (expected: a value)");
            }
            return Matcher.quoteReplacement(gap.group(1).isEmpty() ? escaped(value) : value);
        });
    }

    /** Text that means itself in HTML, between tags and in quoted attributes. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.iron;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.InputStream;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A session that a real npm package sealed; written by {@code src/test/iron/seal.mjs}. */
record IronFixture(Map<String, Object> json) {

    static IronFixture read(String name) {
        try (InputStream in =
                Objects.requireNonNull(IronFixture.class.getResourceAsStream("/iron/" + name + ".json"), name)) {
            return new IronFixture(JSONObjectUtils.parse(new String(in.readAllBytes(), UTF_8)));
        } catch (IOException | ParseException e) {
            throw new AssertionError(name, e);
        }
    }

    String sealed() {
        return text("sealed");
    }

    String password() {
        return text("password");
    }

    String passwordId() {
        return json.get("passwordId") instanceof String id ? id : "default";
    }

    int iterations() {
        return (int) number("iterations");
    }

    @Nullable
    Long expiryMillis() {
        return json.get("expiry") instanceof Number expiry ? expiry.longValue() : null;
    }

    Map<String, Object> payload() {
        try {
            return Objects.requireNonNull(JSONObjectUtils.getJSONObject(json, "payload"));
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    long createdMillis() {
        return ((Number) Objects.requireNonNull(payload().get("createdAt"))).longValue();
    }

    Map<String, String> cookies() {
        Map<String, String> cookies = new HashMap<>();
        ((Map<?, ?>) Objects.requireNonNull(json.get("cookies")))
                .forEach((name, value) -> cookies.put(String.valueOf(name), String.valueOf(value)));
        return cookies;
    }

    private String text(String name) {
        return (String) Objects.requireNonNull(json.get(name), name);
    }

    private long number(String name) {
        return ((Number) Objects.requireNonNull(json.get(name), name)).longValue();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.forward;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import dev.rollcall.protocol.http.Cookies;
import dev.rollcall.protocol.json.JsonTree;
import dev.rollcall.protocol.json.JsonWriter;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Requests to see stats in a form that another node may keep but cannot read: AES-256 in Galois/Counter Mode (NIST SP
 * 800-38D) with a key that is made at the start and exists only in this process's memory. Thread-safe.
 */
final class RequestSeal {

    /** How long a sealed request may be, in bytes; larger ones are not sealed. */
    static final int MOST_BYTES = 8_192;

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;

    /** Makes a new key. */
    RequestSeal() {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        key = new SecretKeySpec(bytes, "AES");
    }

    /**
     * Seals a request; null when it is too large, or when it comes with a principal, which is an object of this process and
     * must not be missing when the request is looked at again.
     */
    @Nullable
    String seal(StatsRequest request) {
        if (request.principal() != null) {
            return null;
        }
        byte[] plain = write(request);
        if (plain.length > MOST_BYTES) {
            return null;
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, plain);
        byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
        return Base64.getEncoder().encodeToString(whole);
    }

    /**
     * Opens what this process has sealed.
     *
     * @throws IllegalArgumentException when it has not
     */
    StatsRequest open(String sealed) {
        byte[] whole = Base64.getDecoder().decode(sealed);
        if (whole.length <= NONCE_BYTES) {
            throw new IllegalArgumentException("sealed request: too short");
        }
        byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
        return read(run(Cipher.DECRYPT_MODE, nonce, Arrays.copyOfRange(whole, NONCE_BYTES, whole.length)));
    }

    private byte[] run(int mode, byte[] nonce, byte[] content) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("sealed request: not sealed by this process", e);
        }
    }

    private static byte[] write(StatsRequest request) {
        JsonWriter json = new JsonWriter(1_024).beginObject();
        json.name("id").value(request.connectionId());
        json.name("transport").value(request.transport().wireName());
        json.name("headers").beginObject();
        request.headers().forEach((name, values) -> json.name(name).value(values));
        json.endObject();
        if (request.remoteAddress() != null) {
            json.name("address").value(request.remoteAddress());
        }
        Identity identity = request.identity();
        if (identity != null) {
            write(json.name("identity").beginObject(), identity);
            json.endObject();
        }
        return json.endObject().toBytes();
    }

    /** The same process opens it again, so the end of the permission is by the same clock. */
    private static void write(JsonWriter json, Identity identity) {
        if (identity.name() != null) {
            json.name("name").value(identity.name());
        }
        if (identity.session() != null) {
            json.name("session").value(identity.session());
        }
        json.name("allowed").value(identity.stats().allowed());
        Instant until = identity.stats().until();
        if (until != null) {
            json.name("until").value(until.toEpochMilli());
        }
    }

    private static StatsRequest read(byte[] utf8) {
        Map<String, @Nullable Object> fields = JsonTree.readOwn(utf8);
        if (fields == null
                || !(fields.get("id") instanceof String id)
                || !(fields.get("transport") instanceof String name)
                || !(fields.get("headers") instanceof Map<?, ?> given)) {
            throw new IllegalArgumentException("sealed request: not valid");
        }
        Map<String, List<String>> headers = new HashMap<>();
        given.forEach((header, values) -> headers.put(
                String.valueOf(header),
                ((List<?>) values).stream().map(String::valueOf).toList()));
        Transport transport = Arrays.stream(Transport.values())
                .filter(known -> known.wireName().equals(name))
                .findFirst()
                .orElseThrow();
        return new StatsRequest(
                id,
                headers,
                Cookies.parse(headers.getOrDefault("cookie", List.of())),
                fields.get("address") instanceof String address ? address : null,
                transport,
                fields.get("identity") instanceof Map<?, ?> identity ? identity(identity) : null);
    }

    private static Identity identity(Map<?, ?> fields) {
        Instant until = fields.get("until") instanceof Number millis ? Instant.ofEpochMilli(millis.longValue()) : null;
        Decision stats = new Decision(Boolean.TRUE.equals(fields.get("allowed")), until);
        return new Identity(fields.get("name") instanceof String name ? name : null, stats)
                .withSession(fields.get("session") instanceof String session ? session : null);
    }
}

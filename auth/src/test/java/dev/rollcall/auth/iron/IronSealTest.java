// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.iron;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IronSealTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h3-1-admin",
                "h3-1-visitor",
                "h3-1-max-age",
                "h3-2-admin",
                "h3-2-max-age",
                "h3-2-chunked",
                "iron-1-password-id",
                "iron-1-ttl",
                "iron-2-admin"
            })
    @DisplayName("Opens seals of the real packages and reads what they read")
    void opensRealSeals(String name) throws ParseException {
        IronFixture fixture = IronFixture.read(name);
        IronSeal seal = Objects.requireNonNull(IronSeal.parse(fixture.sealed()));
        byte[] payload = seal.open(fixture.password(), fixture.iterations());
        assertThat(payload).isNotNull();
        assertThat(JSONObjectUtils.parse(new String(payload, UTF_8))).isEqualTo(fixture.payload());
        Long expiry = fixture.expiryMillis();
        assertThat(seal.expiryMillis()).isEqualTo(expiry == null ? IronSeal.NEVER : expiry);
    }

    @Test
    @DisplayName("S2: no character of a seal can be changed, not even to one that decodes to the same bytes")
    void everyCharacterCounts() {
        IronFixture fixture = IronFixture.read("iron-1-ttl");
        String sealed = fixture.sealed();
        int tried = 0;
        for (int at = 0; at < sealed.length(); at++) {
            for (char other :
                    new char[] {'A', 'B', '0', '1', 'f', '_', '*', '=', '\u00e9', changed(sealed.charAt(at))}) {
                if (other != sealed.charAt(at)) {
                    String forged = sealed.substring(0, at) + other + sealed.substring(at + 1);
                    assertThat(opened(forged, fixture.password())).as(forged).isNull();
                    tried++;
                }
            }
            assertThat(opened(sealed.substring(0, at), fixture.password())).isNull();
        }
        assertThat(tried).isGreaterThan(9 * sealed.length() - 1);
        assertThat(opened(sealed, fixture.password())).isNotNull();
    }

    @Test
    @DisplayName("S2: another password or another number of iterations does not open a seal")
    void wrongPassword() {
        IronFixture fixture = IronFixture.read("h3-1-admin");
        IronSeal seal = Objects.requireNonNull(IronSeal.parse(fixture.sealed()));
        assertThat(seal.open(fixture.password() + "x", 1)).isNull();
        assertThat(seal.open(fixture.password(), 2)).isNull();
        assertThat(seal.open(fixture.password(), 1)).isNotNull();
    }

    @Test
    @DisplayName("S6: a seal with more than 8,192 characters is refused")
    void tooLong() {
        String sealed = IronFixture.read("h3-1-admin").sealed();
        String longer =
                sealed.replaceFirst("(?<=Fe26.2\\*\\*[0-9a-f]{64}\\*.{22}\\*)", "A".repeat(8193 - sealed.length()));
        assertThat(longer).hasSize(8193);
        assertThat(IronSeal.parse(longer)).isNull();
        assertThat(IronSeal.parse(longer.replaceFirst("AAAA", ""))).isNotNull();
    }

    @Property(tries = 2_000)
    @Label("S6: arbitrary text is refused before a key is derived")
    void anyText(@ForAll String text) {
        assertThat(IronSeal.parse(text)).isNull();
        assertThat(IronSeal.parse("Fe26.2*" + text)).isNull();
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    @Label("S6: arbitrary text in the form of a seal is refused without an error")
    void anySeal(@ForAll @From("seals") String text) {
        assertThat(opened(text, "a password of thirty-two characters or more")).isNull();
    }

    /** Texts in the form of a seal, some of them with one invalid part. */
    @Provide
    Arbitrary<String> seals() {
        Arbitrary<String> salt = part("0123456789abcdef", 64, 64, 1);
        Arbitrary<String> expiry = part("0123456789", 0, 15, 20);
        return Combinators.combine(
                        Arbitraries.of("", "id", "*", "i-d"),
                        salt,
                        base64(22, 22),
                        base64(1, 200),
                        expiry,
                        salt,
                        base64(43, 43))
                .as((id, salt1, iv, data, end, salt2, mac) ->
                        String.join("*", "Fe26.2", id, salt1, iv, data, end, salt2, mac));
    }

    private static Arbitrary<String> base64(int min, int max) {
        return part("ABCXYZabcxyz0189-_", min, max, min);
    }

    private static Arbitrary<String> part(String characters, int min, int max, int odd) {
        Arbitrary<String> right = Arbitraries.strings()
                .withChars(characters.toCharArray())
                .ofMinLength(min)
                .ofMaxLength(max);
        Arbitrary<String> wrong = Arbitraries.strings().ofMaxLength(odd);
        return Arbitraries.frequencyOf(Tuple.of(20, right), Tuple.of(1, wrong));
    }

    private static char changed(char c) {
        return (char) (c ^ 1);
    }

    private static byte @Nullable [] opened(String text, String password) {
        IronSeal seal = IronSeal.parse(text);
        return seal == null ? null : seal.open(password, 1);
    }
}

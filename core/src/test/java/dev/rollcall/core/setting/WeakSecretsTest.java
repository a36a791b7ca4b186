// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeakSecretsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${ADMIN_SECRET}",
                "prefix-${ADMIN_SECRET:-}-suffix",
                "#{secrets.admin}",
                "{{ .Values.adminSecret }}",
                "${{ secrets.ADMIN }}",
                "<your-secret-here>",
                "$ADMIN_SECRET",
                "$(cat /run/secret)",
                "%ADMIN_SECRET%",
                "@admin.secret@",
                "[insert secret]",
                "__ADMIN_SECRET__",
                "changeme",
                "CHANGE-ME!",
                "ChangeMe123",
                "change_this",
                "password",
                "P@ssw0rd",
                "passwordpassword",
                "Passw0rd2026!",
                "secret123",
                "my-secret",
                "supersecret",
                "admin123",
                "12345678",
                "1234567890123",
                "87654321",
                "abcdefghij",
                "aaaaaaaa",
                "abababababab",
                "00000000000000000000000000000000",
                "password-with-at-least-32-characters",
                "your-256-bit-secret"
            })
    void isNone(String secret) {
        assertThatThrownBy(() -> WeakSecrets.refuse(secret))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(secret);
        assertThatThrownBy(() -> SettingTypes.secret(1).parse(secret)).isInstanceOf(IllegalArgumentException.class);
        String base64 = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> SettingTypes.key(1).parse("base64:" + base64))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct-horse-battery-staple",
                "a-long-admin-secret",
                "only-for-reading",
                "7f3c9a1e5b2d",
                "3Jk$9z{q}w<b>",
                "100%-mine-50%-yours",
                "user@example.com-token",
                "x[1]-y[2]-z"
            })
    void isOne(String secret) {
        assertThatCode(() -> WeakSecrets.refuse(secret)).doesNotThrowAnyException();
        assertThat(SettingTypes.secret(8).parse(secret)).isEqualTo(secret);
    }
}

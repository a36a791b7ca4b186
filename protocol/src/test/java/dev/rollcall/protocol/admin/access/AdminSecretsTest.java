// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.protocol.admin.access.AdminSecrets.Grant;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AdminSecretsTest {

    private static final String ADMIN = "your-admin-secret";
    private static final String CI = "the-secret-of-the-pipeline";
    private static final String READ = "the-secret-of-a-wallboard";

    private final AdminSecrets secrets = AdminSecrets.builder()
            .admin("admin", ADMIN)
            .ci("ci", CI)
            .read("wall", READ)
            .build();

    @Test
    @DisplayName("S3: each secret has its own name and scopes; CI is not the admin")
    void scopes() {
        assertThat(secrets.match(ADMIN)).isEqualTo(new Grant("admin", Set.of(Scope.values())));
        assertThat(secrets.match(CI)).isEqualTo(new Grant("ci", Set.of(Scope.READ, Scope.ANNOUNCE, Scope.RELOAD)));
        assertThat(secrets.match(READ)).isEqualTo(new Grant("wall", Set.of(Scope.READ)));
        assertThat(new Grant("wall", Set.of(Scope.READ)).allows(Scope.RELOAD)).isFalse();
    }

    @Test
    @DisplayName("S2, S3: anything but an exact secret opens nothing")
    void refuses() {
        assertThat(secrets.match(null)).isNull();
        assertThat(secrets.match("")).isNull();
        assertThat(secrets.match("your-admin-secreT")).isNull();
        assertThat(secrets.match("your-admin-secret ")).isNull();
        assertThat(secrets.match("x".repeat(10_000))).isNull();
        assertThat(AdminSecrets.none().match(ADMIN)).isNull();
        assertThat(AdminSecrets.none().configured()).isFalse();
        assertThat(secrets.configured()).isTrue();
    }

    @Test
    @DisplayName("S3: a secret can be given as its hash, and the hash itself opens nothing")
    void hashed() {
        String hash = "sha256:" + HexFormat.of().formatHex(Credentials.sha256(CI));
        AdminSecrets hashed = AdminSecrets.builder().ci("ci", hash).build();
        assertThat(hashed.match(CI)).isNotNull();
        assertThat(hashed.match(hash)).isNull();
        assertThat(AdminSecrets.builder()
                        .ci("ci", hash.toUpperCase(java.util.Locale.ROOT).replace("SHA256", "sha256"))
                        .build()
                        .match(CI))
                .isNotNull();
    }

    @Test
    @DisplayName("S11: texts that could reach a log contain no secret")
    void noSecretInText() {
        assertThat(secrets.toString()).isEqualTo("AdminSecrets[admin, ci, wall]");
        assertThatThrownBy(() -> AdminSecrets.builder().admin("admin", "hunter2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter2")
                .hasMessage("admin: 7 characters (expected: 8 to 1024; make one with: openssl rand -hex 32)");
    }

    @Test
    void refusesWhatCannotWork() {
        AdminSecrets.Builder builder = AdminSecrets.builder().admin("admin", ADMIN);
        assertThatThrownBy(() -> builder.read("admin", READ)).hasMessageContaining("given twice");
        assertThatThrownBy(() -> builder.read("wall", ADMIN)).hasMessageContaining("same secret as admin");
        assertThatThrownBy(() -> builder.add("x", READ, Set.of())).hasMessageContaining("no scopes");
        assertThatThrownBy(() -> builder.read("a b", READ)).hasMessageContaining("name: a b (expected:");
        assertThatThrownBy(() -> builder.read("wall", "sha256:abc")).hasMessageContaining("64 hex digits");
        assertThatThrownBy(() -> builder.read("wall", "pässwörter")).hasMessageContaining("printable ASCII");
        assertThatThrownBy(() -> builder.read("wall", " leading-space")).hasMessageContaining("no space at either end");
        assertThat(builder.build().match(READ)).isNull();
    }

    @Test
    @DisplayName("1.x: with or without the Bearer scheme")
    void presented() {
        assertThat(AdminSecrets.presented("Bearer " + ADMIN)).isEqualTo(ADMIN);
        assertThat(AdminSecrets.presented("bEARER   " + ADMIN + " ")).isEqualTo(ADMIN);
        assertThat(AdminSecrets.presented(ADMIN)).isEqualTo(ADMIN);
        assertThat(AdminSecrets.presented("bearer-of-news")).isEqualTo("bearer-of-news");
        for (String other : new String[] {
            "Basic c3RhZ2luZzpwdw==",
            "basic",
            "Negotiate",
            "negotiate YII=",
            "Digest username=\"a\"",
            "NTLM",
            "Token " + ADMIN
        }) {
            assertThat(AdminSecrets.presented(other)).as(other).isNull();
        }
        assertThat(AdminSecrets.presented("Bearer a secret with blanks")).isEqualTo("a secret with blanks");
        assertThat(AdminSecrets.presented(null)).isNull();
        assertThat(AdminSecrets.presented("")).isNull();
        assertThat(AdminSecrets.presented("Bearer")).isNull();
        assertThat(AdminSecrets.presented("Bearer  ")).isNull();
        assertThat(AdminSecrets.presented("Bearer " + "x".repeat(8192))).isNull();
    }
}

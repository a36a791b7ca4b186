// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.settings;

import dev.rollcall.auth.RequiredClaim;
import dev.rollcall.core.text.Checked;
import dev.rollcall.core.text.Version;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.http.address.TrustedProxies;
import dev.rollcall.protocol.http.guard.OriginPolicy;
import java.util.List;

/** Shapes that several settings share. */
final class Patterns {

    /** A token of RFC 9110, section 5.6.2: the name of a header or cookie. */
    static final String TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]{1,128}";

    private Patterns() {}

    /** An address, a range, or the word for all ranges that are not public. */
    static Type<String> network() {
        return Types.checkedBy(
                "NETWORK",
                "an IP address, a range such as 10.0.0.0/8, or the word private",
                "10.0.0.0/8",
                text -> TrustedProxies.parse(List.of(text)));
    }

    /** Scheme, host and port of a site, as in the Origin header (RFC 6454, section 7). */
    static Type<String> origin() {
        return Types.checkedBy(
                "ORIGIN",
                "an origin such as https://app.example, without a path",
                "https://app.example",
                text -> OriginPolicy.of(List.of(text), TrustedProxies.none()));
    }

    /** A build id. */
    static Type<String> version() {
        return Types.checkedBy("VERSION", "1 to 128 printable characters", "2026-11-21.1", text -> {
            if (text.isBlank() || !(Version.of(text) instanceof Checked.Fit)) {
                throw new IllegalArgumentException();
            }
        });
    }

    /** A claim or field that must be there, perhaps with a certain value. */
    static Type<String> requirement(String example) {
        return Types.checkedBy(
                "CLAIM",
                "a name, name=value or name=value|value; dots lead into objects",
                example,
                RequiredClaim::parse);
    }

    /** What opens an admin endpoint. */
    static Type<String> adminSecret() {
        return Types.secret(
                "8 to 1,024 printable ASCII characters, or sha256: and the hex digits of its hash",
                text -> AdminSecrets.builder().admin("secret", text));
    }

    /** A text without control characters. */
    static Type<String> words(String label, String example) {
        return Types.text(label, "1 to 512 printable characters", example, "\\P{Cntrl}{1,512}");
    }
}

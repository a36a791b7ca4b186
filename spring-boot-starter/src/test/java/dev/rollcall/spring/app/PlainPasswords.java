// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Passwords in plain text: on a busy machine a hash takes a second, for each request with a password. */
public final class PlainPasswords implements PasswordEncoder {

    @Override
    public @Nullable String encode(@Nullable CharSequence password) {
        return password == null ? null : password.toString();
    }

    @Override
    public boolean matches(@Nullable CharSequence password, @Nullable String encoded) {
        return password != null && password.toString().equals(encoded);
    }
}

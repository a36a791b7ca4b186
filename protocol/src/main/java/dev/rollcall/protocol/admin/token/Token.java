// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.token;

import dev.rollcall.protocol.admin.access.AdminSecrets.Grant;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.admin.access.Tokens;
import dev.rollcall.protocol.http.BearerToken;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token allows, without the token itself. Immutable.
 *
 * @param id identifies it in public: the first digits of its SHA-256, which reveal nothing about its 256 random bits
 * @param name what people call it and the audit list shows
 * @param scopes what it may do
 * @param limits which tabs its commands may reach
 * @param by who made it
 * @param at when it was made, in milliseconds since the epoch
 */
public record Token(String id, String name, Set<Scope> scopes, TokenLimits limits, String by, long at) {

    private static final String PREFIX = BearerToken.PREFIX;
    private static final int ID_DIGITS = 12;

    /** Copies the scopes. */
    public Token {
        scopes = Set.copyOf(scopes);
    }

    /** Returns what it may do, under its name. */
    public Grant grant() {
        return new Grant(name, scopes);
    }

    /** Returns the names of its scopes, in their order. */
    public List<String> scopeNames() {
        return scopes.stream().sorted().map(Scope::wireName).toList();
    }

    /** Returns whether a text has the form of a token. */
    public static boolean isOne(@Nullable String text) {
        return text != null && text.startsWith(PREFIX) && Tokens.isOne(text.substring(PREFIX.length()));
    }

    /** Makes the text of a new token. */
    static String make() {
        return PREFIX + Tokens.make();
    }

    /**
     * Returns the key under which a token is kept: its SHA-256, so that neither memory nor disk nor timing reveals one.
     */
    static String key(String text) {
        return Tokens.digest(text);
    }

    static String id(String key) {
        return key.substring(0, ID_DIGITS);
    }
}

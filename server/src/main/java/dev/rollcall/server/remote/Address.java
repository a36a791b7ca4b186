// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.remote;

import dev.rollcall.core.setting.Placeholder;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is, and the secret or token for its admin endpoints. Immutable.
 *
 * @param base the address of the base path, without a trailing slash
 * @param token a secret or a token; null for none
 */
public record Address(URI base, @Nullable String token) {

    /** The default address: that of a server with default settings on this machine. */
    public static final String DEFAULT = "http://localhost:8080/__skew";

    private static final String URL_VARIABLE = "ROLLCALL_URL";
    private static final String TOKEN_VARIABLE = "ROLLCALL_TOKEN";
    private static final String BASE_PATH = "/__skew";
    private static final String FILE = "file:";

    /**
     * Returns the address that the option {@code --url} or the environment names, and the token that the environment names.
     *
     * @param option the value of the option; null if not given
     * @throws Failure when one of them is invalid
     */
    public static Address of(@Nullable String option, Map<String, String> environment) {
        String variable = environment.getOrDefault(URL_VARIABLE, "");
        String text = option == null ? variable : option;
        String name = option == null ? URL_VARIABLE : "--url";
        return new Address(base(name, text.isEmpty() ? DEFAULT : text), token(environment));
    }

    private static URI base(String name, String text) {
        try {
            URI uri = new URI(text.strip());
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (!http || uri.getHost() == null || uri.getUserInfo() != null) {
                throw unfit(name);
            }
            String path = uri.getRawPath().replaceAll("/+$", "");
            String whole = uri.getRawPath().isEmpty() ? BASE_PATH : path;
            return new URI(uri.getScheme() + "://" + uri.getRawAuthority() + whole);
        } catch (URISyntaxException e) {
            throw unfit(name);
        }
    }

    /** Omits the value, which may hold a password. */
    private static Failure unfit(String name) {
        return Failure.usage(name + ": not an http or https address of a server (expected: such as " + DEFAULT
                + "; no user or password)");
    }

    private static @Nullable String token(Map<String, String> environment) {
        String text = environment.getOrDefault(TOKEN_VARIABLE, "").strip();
        String token = text.startsWith(FILE) ? read(text.substring(FILE.length())) : text;
        Placeholder placeholder = Placeholder.in(token);
        if (placeholder != null) {
            throw Failure.usage(TOKEN_VARIABLE + ": " + placeholder + " (expected: a secret or token of the server)");
        }
        if (!token.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw Failure.usage(TOKEN_VARIABLE + ": characters that a header cannot carry (expected: printable ASCII)");
        }
        return token.isEmpty() ? null : token;
    }

    private static String read(String path) {
        try {
            return Files.readString(Path.of(path), StandardCharsets.UTF_8).strip();
        } catch (IOException | InvalidPathException e) {
            throw Failure.usage(TOKEN_VARIABLE + ": the file " + path
                    + " cannot be read (expected: file:/path of a file that holds a secret or token)");
        }
    }

    /** Omits the token. */
    @Override
    public String toString() {
        return base.toString();
    }
}

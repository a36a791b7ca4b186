// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.remote;

import dev.rollcall.protocol.json.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered. Immutable.
 *
 * @param status the status of the answer
 * @param text the body as it came
 * @param retryAfterSeconds how long the server asks to wait, in seconds; 0 if it does not ask
 */
public record Reply(int status, String text, int retryAfterSeconds) {

    /** Returns whether the server did what it was asked. */
    public boolean isOk() {
        return status >= 200 && status < 300;
    }

    /** Returns whether the body is a JSON object. */
    public boolean isJson() {
        return read() != null;
    }

    /** Returns the fields of the body; none when it is not a JSON object. */
    public Fields json() {
        Map<String, @Nullable Object> fields = read();
        return new Fields(fields == null ? Map.of() : fields);
    }

    private @Nullable Map<String, @Nullable Object> read() {
        return JsonTree.readOwn(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns what the server says was wrong; null if it says nothing, as something other than Rollcall may. */
    public @Nullable String error() {
        return json().text("error");
    }
}

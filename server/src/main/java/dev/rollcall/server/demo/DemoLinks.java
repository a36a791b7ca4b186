// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.demo;

import dev.rollcall.protocol.json.JsonWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the demo says when it has started: where to look, and what to try.
 *
 * @param origin scheme, host and port
 * @param basePath where the contract is served
 * @param signInPath signs one person in to the dashboard, once
 * @param generatedSecret the admin secret when it was made for this run; null when it was set, and is not shown
 */
public record DemoLinks(
        String origin,
        String basePath,
        String signInPath,
        @Nullable String generatedSecret) {

    /**
     * Says it.
     *
     * @param version the one in force
     * @param visitors how many are simulated
     */
    public void print(String version, int visitors, PrintWriter out) {
        String next = NextVersion.after(version);
        out.println();
        out.println("A shop with " + visitors + " simulated visitors is open. Ctrl+C ends it.");
        out.println();
        out.println("    Shop       " + origin + "/");
        out.println("    Dashboard  " + origin + signInPath);
        out.println("    Metrics    " + origin + basePath + "/metrics");
        out.println();
        out.println("The dashboard's link signs you in, once, within an hour"
                + (generatedSecret == null ? "." : "; later, the admin secret is " + generatedSecret));
        out.println("Open the shop in two tabs, then deploy " + next + " with the button there, or with this:");
        out.println();
        out.println("    " + curl(next));
        out.println();
        out.flush();
    }

    /** For a POSIX shell. */
    private String curl(String version) {
        String secret = generatedSecret == null ? "YOUR-ADMIN-SECRET" : generatedSecret;
        byte[] body = new JsonWriter(64)
                .beginObject()
                .name("version")
                .value(version)
                .endObject()
                .toBytes();
        return "curl -X POST -H 'Authorization: Bearer " + secret + "' -H 'Content-Type: application/json' -d "
                + quoted(new String(body, StandardCharsets.UTF_8)) + " " + origin + basePath + "/admin/releases";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** Leaves out the secret and the token. */
    @Override
    public String toString() {
        return "DemoLinks[" + origin + "]";
    }
}

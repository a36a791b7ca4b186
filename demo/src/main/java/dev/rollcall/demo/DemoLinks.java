// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.demo;

import dev.rollcall.demo.shop.NextVersion;
import dev.rollcall.protocol.json.JsonWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the demo prints when it has started: where to look, and what to try.
 *
 * @param shop the shop's origin: scheme, host and port
 * @param contract the address of the contract
 * @param signIn a link that signs one person in to the dashboard, once
 * @param generatedSecret the admin secret that was generated for this run; null if one was set, which is not shown
 */
record DemoLinks(
        String shop,
        String contract,
        String signIn,
        @Nullable String generatedSecret) {

    /**
     * Prints links and a command.
     *
     * @param version the current version
     * @param visitors the number of simulated visitors
     */
    void print(String version, int visitors, PrintWriter out) {
        String next = NextVersion.after(version);
        out.println();
        out.println("A shop with " + visitors + " simulated visitors is open. Ctrl-C stops it.");
        out.println();
        out.println("    Shop       " + shop + "/");
        out.println("    Dashboard  " + signIn);
        out.println("    Metrics    " + contract + "/metrics");
        out.println();
        out.println("The link to the dashboard signs you in, once, within an hour"
                + (generatedSecret == null ? "." : "; after that, use the admin secret " + generatedSecret));
        out.println("Open the shop in two tabs, then deploy " + next + " with the button there, or with this command:");
        out.println();
        out.println("    " + curl(next));
        out.println();
        out.flush();
    }

    /** Returns a command for a POSIX shell. */
    private String curl(String version) {
        String secret = generatedSecret == null ? "YOUR-ADMIN-SECRET" : generatedSecret;
        byte[] body = new JsonWriter(64)
                .beginObject()
                .name("version")
                .value(version)
                .endObject()
                .toBytes();
        return "curl -X POST -H 'Authorization: Bearer " + secret + "' -H 'Content-Type: application/json' -d "
                + quoted(new String(body, StandardCharsets.UTF_8)) + " " + contract + "/admin/releases";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** Omits the secret and the token. */
    @Override
    public String toString() {
        return "DemoLinks[" + shop + "]";
    }
}

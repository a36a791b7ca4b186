// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.run;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.Base64;

/** The admin secret of a server whose settings name none. */
final class GeneratedSecret {

    private static final int BYTES = 24;

    private GeneratedSecret() {}

    /** Returns 192 random bits as 32 characters that need no quoting (RFC 4648, base64url). */
    static String make() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Shows a secret and how to use it.
     *
     * @param address where the contract is served
     * @param signInLink a link that signs one person in to the dashboard
     */
    static void print(String secret, String address, String signInLink, PrintWriter out) {
        out.println();
        out.println("No admin-secret is set. This one was generated for this run and is shown only here:");
        out.println();
        out.println("    " + secret);
        out.println();
        out.println("Sign in to the dashboard with it, or with this link, which works once, within an hour:");
        out.println();
        out.println("    " + signInLink);
        out.println();
        out.println("Use it in scripts like this:");
        out.println();
        out.println("    curl -H 'Authorization: Bearer " + secret + "' " + address + "/admin/stats");
        out.println();
        out.flush();
    }
}

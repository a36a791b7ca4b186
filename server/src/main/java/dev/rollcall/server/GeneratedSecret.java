// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.Base64;

/** The admin secret of a server that was given none. */
final class GeneratedSecret {

    private static final int BYTES = 24;

    private GeneratedSecret() {}

    /** 192 random bits in 32 characters that need no quoting (RFC 4648, base64url). */
    static String make() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Shows it, to standard output and not to the log, which others may read. */
    static void print(String secret, String address, String link, PrintWriter out) {
        out.println();
        out.println("No admin-secret is set. This one was made for this run, and is shown only here:");
        out.println();
        out.println("    " + secret);
        out.println();
        out.println("Sign in to the dashboard with it, or with this link, which works once, within an hour:");
        out.println();
        out.println("    " + link);
        out.println();
        out.println("Use it in scripts like this:");
        out.println();
        out.println("    curl -H 'Authorization: Bearer " + secret + "' " + address + "/admin/stats");
        out.println();
        out.flush();
    }
}

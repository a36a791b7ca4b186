// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.run;

/** The program itself. */
public final class Software {

    private Software() {}

    /** Returns the program's version, from the manifest of its jar; {@code development} outside a jar. */
    public static String version() {
        String version = Software.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

/** Throws undeclared exceptions, as code in Kotlin and Groovy may. */
final class Undeclared {

    private Undeclared() {}

    /** Throws a failure unchanged. Never returns, but fits where any value is expected. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the point of it
    static <T, E extends Throwable> T thrown(Throwable failure) throws E {
        throw (E) failure;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

/** Throws what a method does not declare, as code in Kotlin and Groovy does. */
final class Undeclared {

    private Undeclared() {}

    /** Throws a failure as it is. Returns nothing, in the place of any value. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the point of it
    static <T, E extends Throwable> T thrown(Throwable failure) throws E {
        throw (E) failure;
    }
}

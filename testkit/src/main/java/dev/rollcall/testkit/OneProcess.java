// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a rule that holds for each process by itself, so that several of them behind a proxy are not one server to it. {@link
 * ManyNodes} leaves such a test out and reports the reason.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface OneProcess {

    /** Why it does. */
    String value();
}

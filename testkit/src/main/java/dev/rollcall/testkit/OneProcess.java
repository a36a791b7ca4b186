// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a rule that holds for each process on its own, so that it does not see several of them behind a proxy as one
 * server. {@link ManyNodes} skips such a test and reports the reason.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface OneProcess {

    /** Returns the reason. */
    String value();
}

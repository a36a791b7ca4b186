// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.settings;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/**
 * Matches when a setting is set, as {@link ApplicationSettings} reads it: an empty value counts as not set, and {@code false} never
 * matches. A value that is not accepted does match, so that the settings are read, which refuse it and say why.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Conditional(SettingCondition.class)
public @interface ConditionalOnSetting {

    /** The full names of the properties, such as {@code rollcall.enabled}. One that is set is enough. */
    String[] value();

    /** Whether it also matches when none of them is set. */
    boolean matchIfMissing() default false;
}

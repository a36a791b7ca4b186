// SPDX-License-Identifier: Apache-2.0
/**
 * For tests of Spring Boot applications with Rollcall: {@link dev.rollcall.spring.test.AutoConfigureRollcall} brings tabs
 * without a browser, and a clock that stands still.
 */
@NullMarked
package dev.rollcall.spring.test;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * What is checked before an application starts with Rollcall, and what is printed when it cannot. Boot loads these classes
 * by name; they need none of Boot 4's own, so that they can tell an older Boot what is wrong.
 */
@NullMarked
package dev.rollcall.spring.start;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Checks that are made before an application starts with Rollcall, and what is printed when it cannot start. Boot loads these
 * classes by name; they use nothing that only Boot 4 has, so that they work in an older Boot, to say what is wrong with it.
 */
@NullMarked
package dev.rollcall.spring.start;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Looks for security filter chains of the application that keep tabs out. */
@NullMarked
package dev.rollcall.spring.chain;

import org.jspecify.annotations.NullMarked;

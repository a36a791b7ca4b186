// SPDX-License-Identifier: Apache-2.0
/** Rollcall inside a Java program: runnable code for each recipe of docs/recipes.md that needs Java. */
@NullMarked
package dev.rollcall.examples.embedded;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Rollcall inside a Java program: each recipe of docs/recipes.md that needs Java, in code that runs. */
@NullMarked
package dev.rollcall.examples.embedded;

import org.jspecify.annotations.NullMarked;

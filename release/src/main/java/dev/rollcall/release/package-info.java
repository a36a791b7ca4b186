// SPDX-License-Identifier: Apache-2.0
/** Checks everything that is published against what Maven Central asks for, and puts it together. */
@NullMarked
package dev.rollcall.release;

import org.jspecify.annotations.NullMarked;

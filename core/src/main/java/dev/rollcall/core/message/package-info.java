// SPDX-License-Identifier: Apache-2.0
/** Messages to tabs: a type and data, encoded once for all recipients. Imports nothing else from Rollcall. */
@NullMarked
package dev.rollcall.core.message;

import org.jspecify.annotations.NullMarked;

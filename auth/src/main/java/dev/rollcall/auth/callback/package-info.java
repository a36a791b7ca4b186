// SPDX-License-Identifier: Apache-2.0
/** Allows stats for requests that another server approves. */
@NullMarked
package dev.rollcall.auth.callback;

import org.jspecify.annotations.NullMarked;

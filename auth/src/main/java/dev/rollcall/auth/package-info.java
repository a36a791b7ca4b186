// SPDX-License-Identifier: Apache-2.0
/**
 * Ways to decide who may see stats. Each way has its own package, {@code jwt}, {@code iron} or {@code callback}, and does
 * not know the others. This package holds what they share.
 */
@NullMarked
package dev.rollcall.auth;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * What the ways to tell who may see stats have in common. Each way has a package of its own, which knows none of the
 * others: {@code jwt}, {@code iron}, {@code callback}.
 */
@NullMarked
package dev.rollcall.auth;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Stats for people whom another server answers for.
 */
@NullMarked
package dev.rollcall.auth.callback;

import org.jspecify.annotations.NullMarked;

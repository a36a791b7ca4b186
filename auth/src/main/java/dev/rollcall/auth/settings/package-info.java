// SPDX-License-Identifier: Apache-2.0
/** The settings for who may see stats, and the authorizers that they describe. */
@NullMarked
package dev.rollcall.auth.settings;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Stats for people whose sealed session cookie (nuxt-auth-utils, h3) holds a field.
 */
@NullMarked
package dev.rollcall.auth.iron;

import org.jspecify.annotations.NullMarked;

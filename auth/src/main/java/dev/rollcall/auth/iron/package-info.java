// SPDX-License-Identifier: Apache-2.0
/** Allows stats for requests whose sealed session cookie (nuxt-auth-utils, h3) holds a required field. */
@NullMarked
package dev.rollcall.auth.iron;

import org.jspecify.annotations.NullMarked;

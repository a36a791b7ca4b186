// SPDX-License-Identifier: Apache-2.0
/** Allows stats for requests that carry a JSON Web Token (RFC 7519) with a required claim. */
@NullMarked
package dev.rollcall.auth.jwt;

import org.jspecify.annotations.NullMarked;

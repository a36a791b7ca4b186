// SPDX-License-Identifier: Apache-2.0
/**
 * Stats for people whose JSON Web Token holds a claim.
 */
@NullMarked
package dev.rollcall.auth.jwt;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Spring Security: the filter chain of the base path, bearer tokens, and the rights of people who are signed in. */
@NullMarked
package dev.rollcall.spring.security;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** The servlet host on the application's own port. */
@NullMarked
package dev.rollcall.spring.servlet;

import org.jspecify.annotations.NullMarked;

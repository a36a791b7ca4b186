// SPDX-License-Identifier: Apache-2.0
/** The dense host on a second port. */
@NullMarked
package dev.rollcall.spring.netty;

import org.jspecify.annotations.NullMarked;

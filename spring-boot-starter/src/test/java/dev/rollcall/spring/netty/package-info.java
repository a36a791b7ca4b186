// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rollcall.spring.netty;

import org.jspecify.annotations.NullMarked;

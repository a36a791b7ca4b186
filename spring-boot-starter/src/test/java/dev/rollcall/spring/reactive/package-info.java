// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rollcall.spring.reactive;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rollcall.spring.matrix;

import org.jspecify.annotations.NullMarked;

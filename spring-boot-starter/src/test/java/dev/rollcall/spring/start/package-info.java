// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rollcall.spring.start;

import org.jspecify.annotations.NullMarked;

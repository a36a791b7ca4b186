// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rollcall.spring.hook;

import org.jspecify.annotations.NullMarked;

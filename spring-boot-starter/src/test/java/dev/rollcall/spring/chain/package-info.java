// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rollcall.spring.chain;

import org.jspecify.annotations.NullMarked;

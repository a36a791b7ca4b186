// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rollcall.servlet.internal.held;

import org.jspecify.annotations.NullMarked;

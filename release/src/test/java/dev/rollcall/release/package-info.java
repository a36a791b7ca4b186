// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rollcall.release;

import org.jspecify.annotations.NullMarked;

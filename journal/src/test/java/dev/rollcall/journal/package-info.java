// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rollcall.journal;

import org.jspecify.annotations.NullMarked;

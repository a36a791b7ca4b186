// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rollcall.spring.docs;

import org.jspecify.annotations.NullMarked;

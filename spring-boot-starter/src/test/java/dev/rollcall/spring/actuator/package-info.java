// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rollcall.spring.actuator;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Actuator: the endpoint and the health contributor. */
@NullMarked
package dev.rollcall.spring.actuator;

import org.jspecify.annotations.NullMarked;

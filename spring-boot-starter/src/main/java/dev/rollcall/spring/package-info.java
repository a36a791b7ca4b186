// SPDX-License-Identifier: Apache-2.0
/** Rollcall inside a Spring Boot application: auto-configuration, settings, events, Actuator. */
@NullMarked
package dev.rollcall.spring;

import org.jspecify.annotations.NullMarked;

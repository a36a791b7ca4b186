// SPDX-License-Identifier: Apache-2.0
/** Rollcall inside a Spring Boot application: its settings, its events, and the builds that pages run. What applications use. */
@NullMarked
package dev.rollcall.spring;

import org.jspecify.annotations.NullMarked;

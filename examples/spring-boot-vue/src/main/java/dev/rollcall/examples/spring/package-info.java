// SPDX-License-Identifier: Apache-2.0
/** A shop on Spring Boot that knows who is on which build and page. */
@NullMarked
package dev.rollcall.examples.spring;

import org.jspecify.annotations.NullMarked;

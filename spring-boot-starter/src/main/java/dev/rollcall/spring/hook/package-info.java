// SPDX-License-Identifier: Apache-2.0
/** The application's own code that Rollcall calls: its listeners and authorizers, which are beans. */
@NullMarked
package dev.rollcall.spring.hook;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Looks at the sessions of the application's people without using them, and notices when they end. */
@NullMarked
package dev.rollcall.spring.session;

import org.jspecify.annotations.NullMarked;

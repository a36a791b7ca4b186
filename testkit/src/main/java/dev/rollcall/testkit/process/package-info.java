// SPDX-License-Identifier: Apache-2.0
/** Programs under test, each in its own process. */
@NullMarked
package dev.rollcall.testkit.process;

import org.jspecify.annotations.NullMarked;

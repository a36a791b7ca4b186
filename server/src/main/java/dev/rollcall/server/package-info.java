// SPDX-License-Identifier: Apache-2.0
/** The runnable product: command line, wiring and life cycle. The only main(). */
@NullMarked
package dev.rollcall.server;

import org.jspecify.annotations.NullMarked;

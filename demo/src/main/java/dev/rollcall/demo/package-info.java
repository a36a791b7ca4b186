// SPDX-License-Identifier: Apache-2.0
/**
 * The demo: a server with a small shop that uses the browser client, simulated visitors, and what it prints about them.
 */
@NullMarked
package dev.rollcall.demo;

import org.jspecify.annotations.NullMarked;

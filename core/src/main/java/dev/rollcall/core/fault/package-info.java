// SPDX-License-Identifier: Apache-2.0
/** What to do when something fails: how often to say so, and when to give up. Imports nothing else from Rollcall. */
@NullMarked
package dev.rollcall.core.fault;

import org.jspecify.annotations.NullMarked;

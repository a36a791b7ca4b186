// SPDX-License-Identifier: Apache-2.0
/** What an application plugs in: listeners and authorizers, kept off the event loops. */
@NullMarked
package dev.rollcall.core.hook;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The settings of Rollcall as properties of the application: where they are read, and what an editor is told about
 * them.
 */
@NullMarked
package dev.rollcall.spring.settings;

import org.jspecify.annotations.NullMarked;

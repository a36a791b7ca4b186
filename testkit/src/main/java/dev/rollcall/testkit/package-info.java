// SPDX-License-Identifier: Apache-2.0
/**
 * What tests of a host need: a clock set by hand, the way to start a host under test, and the base of the suites in
 * {@code contract}. A host's tests extend those suites; see {@link dev.rollcall.testkit.HostFactory}. One type more
 * than twelve, because all of these are what the author of such a test imports.
 */
@NullMarked
package dev.rollcall.testkit;

import org.jspecify.annotations.NullMarked;

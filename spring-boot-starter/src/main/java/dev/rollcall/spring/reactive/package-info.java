// SPDX-License-Identifier: Apache-2.0
/** WebFlux applications: below Reactor on Reactor Netty, as a web filter elsewhere. */
@NullMarked
package dev.rollcall.spring.reactive;

import org.jspecify.annotations.NullMarked;

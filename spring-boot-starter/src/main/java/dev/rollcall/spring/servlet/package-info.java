// SPDX-License-Identifier: Apache-2.0
/** A host on the Servlet API: carries requests to the contract and its verdicts back. Knows nothing of Spring. */
@NullMarked
package dev.rollcall.spring.servlet;

import org.jspecify.annotations.NullMarked;

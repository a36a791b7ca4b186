// SPDX-License-Identifier: Apache-2.0
import { webkit } from './drivers/webkit.mjs'
import { scenarios } from './scenarios.mjs'

await scenarios('WebKitGTK', webkit)

// SPDX-License-Identifier: Apache-2.0
import { chromium } from './drivers/chromium.mjs'
import { scenarios } from './scenarios.mjs'

await scenarios('Chromium', chromium)

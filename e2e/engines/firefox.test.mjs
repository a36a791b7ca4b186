// SPDX-License-Identifier: Apache-2.0
import { firefox } from './drivers/firefox.mjs'
import { scenarios } from './scenarios.mjs'

await scenarios('Firefox', firefox)

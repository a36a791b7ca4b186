#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
import { rollcall } from './run'

const { env, argv } = process
// Not `process.exit`, which may cut off output that is still being written to a pipe.
process.exitCode = await rollcall(argv.slice(2), { env, folder: process.cwd(), out: console.log, err: console.error })

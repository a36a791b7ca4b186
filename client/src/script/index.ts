// SPDX-License-Identifier: Apache-2.0
// The build for a script tag, served as `{base}/client.js`. Everything else is in `start`, so that tests can run it.
import { startScript } from './start'

startScript(window)

// SPDX-License-Identifier: Apache-2.0
export { createRollcall } from './core/client'
export type { Rollcall } from './core/client'
export { browserEnvironment } from './core/environment'
export type { Environment } from './core/environment'
export type { RollcallOptions } from './core/options'
export type * from './core/protocol'
export type { BeforeReload } from './core/reload/reloader'
export type { PendingReload, RollcallState, Status } from './core/state'

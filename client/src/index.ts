// SPDX-License-Identifier: Apache-2.0
export { createRollcall } from './core/client'
export type { Rollcall } from './core/client'
export type { Prefetch, RollcallOptions } from './core/options'
export type { Page } from './core/page'
export type * from './core/protocol'
export { prefetchPage, prefetchUrls } from './core/reload/prefetch'
export type { BeforeReload } from './core/reload/reloader'
export type { PendingReload, RollcallState, Status } from './core/state'

// SPDX-License-Identifier: Apache-2.0
export { findBuildId } from './build-id/build-id'
export type { BuildId, BuildIdSources } from './build-id/build-id'
export type { RollcallViteOptions } from './options'
export { rollcall, rollcall as default } from './plugin'
export type { RollcallPlugin } from './plugin'
export { createStandIn } from './stand-in/stand-in'
export type { StandIn, StandInOptions } from './stand-in/stand-in'

// SPDX-License-Identifier: Apache-2.0
export type { ActiveConnections, Update } from '../adapters/views'
export { useActiveConnections, useRollcall } from './composables'
export type { ActiveConnectionsRefs, UseRollcall } from './composables'
export { rollcall } from './plugin'
export type { RollcallPluginOptions, RouterLike, RouterLocationLike } from './plugin'
export { UpdatePrompt } from './update-prompt'
export type { UpdatePromptComponent } from './update-prompt'

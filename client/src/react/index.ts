'use client'
// SPDX-License-Identifier: Apache-2.0
export type { ActiveConnections, Update } from '../adapters/views'
export { RollcallProvider, useActiveConnections, useRollcall, useRoute } from './hooks'
export type { RollcallProviderProps, UseRollcall } from './hooks'
export { UpdatePrompt } from './update-prompt'
export type { UpdatePromptProps } from './update-prompt'

import { createRollcall } from '@rollcall/client'
import { BUILD_ID } from '@rollcall/client/build'
import { activeConnections, update } from '@rollcall/client/svelte'

export const client = createRollcall({ version: BUILD_ID })
export const prompt = update(client)
export const connections = activeConnections(client)

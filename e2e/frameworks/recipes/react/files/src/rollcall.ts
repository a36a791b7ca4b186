import { createRollcall } from '@rollcall/client'
import { BUILD_ID } from '@rollcall/client/build'

export const client = createRollcall({ version: BUILD_ID }) // in a file that edits of components do not run again

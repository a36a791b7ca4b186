// SPDX-License-Identifier: Apache-2.0
import { createRollcall } from '@rollcall/client'
import { BUILD_ID } from '@rollcall/client/build'

window.client = createRollcall({ version: BUILD_ID })

// vite-plugin-pwa registers its worker by itself.
if (import.meta.env.MODE === 'workbox') void navigator.serviceWorker.register('/sw.js')

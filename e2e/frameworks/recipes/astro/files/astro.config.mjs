import { rollcall } from '@rollcall/client/vite'
import { defineConfig } from 'astro/config'

export default defineConfig({
  vite: { plugins: [rollcall({ serverUrl: process.env.ROLLCALL_URL })] },
})

import { rollcall } from '@rollcall/client/vite'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [sveltekit(), rollcall({ serverUrl: process.env.ROLLCALL_URL })],
})

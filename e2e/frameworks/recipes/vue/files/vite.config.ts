import { rollcall } from '@rollcall/client/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [vue(), rollcall({ serverUrl: process.env.ROLLCALL_URL })],
})

import { rollcall } from '@rollcall/client/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react(), rollcall({ serverUrl: process.env.ROLLCALL_URL })],
})

import vue from '@vitejs/plugin-vue'
import rollcall from '@rollcall/client/vite'
import { defineConfig } from 'vite'

export default defineConfig({ plugins: [vue(), rollcall({ serverUrl: process.env.ROLLCALL_SERVER_URL })] })

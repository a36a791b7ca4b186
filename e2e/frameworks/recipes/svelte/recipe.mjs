// SPDX-License-Identifier: Apache-2.0
export default {
  shows: ['@sveltejs/kit', 'svelte', 'vite'],
  starter: (name) => ['sv@0.12.8', 'create', name, '--template', 'minimal', '--types', 'ts', '--no-add-ons', '--no-install'],
  packages: [],
  build: () => ['vite', 'build'],
  output: '.svelte-kit/output',
  serve: (port) => ['vite', 'preview', '--host', '127.0.0.1', '--port', port, '--strictPort'],
  develop: (port) => ['vite', 'dev', '--host', '127.0.0.1', '--port', port, '--strictPort'],
  ready: /Local:/,
}

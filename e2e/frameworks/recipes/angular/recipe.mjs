// SPDX-License-Identifier: Apache-2.0
export default {
  shows: ['@angular/core', '@angular/cli'],
  starter: (name) => [
    '@angular/cli@21.2.27', 'new', name, '--defaults', '--routing', '--style=css', '--ssr=false', '--skip-install', '--skip-git',
  ],
  packages: [],
  build: (version) => ['ng', 'build', '--define', `BUILD_ID='${version}'`],
  output: 'dist/angular/browser',
  develop: (port) => ['ng', 'serve', '--host', '127.0.0.1', '--port', port, '--proxy-config', 'proxy.conf.mjs'],
  ready: /Local:/,
}

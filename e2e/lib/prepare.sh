# SPDX-License-Identifier: Apache-2.0
# Prepares everything that both kinds of browser tests need. Source it from the root of the repository.

say() { printf '%s\n' "$*" >&2; }

for tool in node npm java curl; do
  command -v "$tool" > /dev/null || { say "$tool: not found (expected: on PATH)"; exit 1; }
done

has_browser() {
  [ -n "${CHROMIUM:-}" ] || command -v chromium > /dev/null || command -v google-chrome > /dev/null
}

# Without root or apt, the tests use the browser that npm ci installs (e2e/lib/chromium.mjs).
if ! has_browser && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
  say 'installing Chromium'
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } > /dev/null ||
    say 'Chromium could not be installed: trying the one from npm'
fi

(cd e2e && npm ci --ignore-scripts --no-progress)

if [ ! -f server/target/rollcall.jar ] || [ ! -f demo/target/rollcall-demo.jar ]; then
  say 'building the server and its demo'
  mvn -B -q -ntp -pl server,demo -am package -Dmaven.test.skip=true
fi

if [ ! -f client/dist/index.js ]; then
  say 'building the client'
  (cd client && npm ci --ignore-scripts --no-progress && npm run --silent build)
fi

if [ ! -f examples/spring-boot-vue/target/shop.jar ]; then
  say 'building the Spring Boot example'
  mvn -B -q -ntp -pl examples/spring-boot-vue -am package -Dmaven.test.skip=true
fi

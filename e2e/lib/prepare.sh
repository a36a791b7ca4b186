# SPDX-License-Identifier: Apache-2.0
# Prepares everything that all kinds of browser tests need. Source it from the root of the repository.

say() { printf '%s\n' "$*" >&2; }

for tool in node npm java curl; do
  command -v "$tool" > /dev/null || { say "$tool: not found (expected: on PATH)"; exit 1; }
done

# Installs a browser with Debian's packages. Where that is not possible, its tests say what is missing: they are skipped, or
# fail if CI is set (e2e/lib/path.mjs).
browser() {
  name=$1
  shift
  if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
    say "$name is missing (expected: as root on Debian: apt-get install $*)"
    return 0
  fi
  say "installing $name"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } > /dev/null ||
    say "$name could not be installed (expected: apt-get install $*)"
}

has() {
  for program in "$@"; do
    command -v "$program" > /dev/null || return 1
  done
}

# Without Chromium, the tests use the one that npm ci installs (e2e/lib/chromium.mjs).
[ -n "${CHROMIUM:-}" ] || has chromium || has google-chrome || browser Chromium chromium
[ -n "${FIREFOX:-}" ] || has firefox-esr || has firefox || browser Firefox firefox-esr
has WebKitWebDriver Xvfb || browser WebKitGTK webkit2gtk-driver xvfb

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

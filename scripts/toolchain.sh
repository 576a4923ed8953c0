# Shared by ./run, ./test and ./load: finds JDK and Node, and builds what is missing or out of date.
# Sourced, never run. The caller has set -euo pipefail and stands in the top directory.
# shellcheck shell=bash

readonly WANTED_JDK=25
readonly CACHE=.cache

# What a build is made of: a change in any of these files makes it stale.
readonly JAVA_SOURCES=(pom.xml .mvn {wire,rtc,ffi,sfu,room,robots,server}/{pom.xml,src/main}
  web/src/games/draw-and-guess/decks) # what robots guess
readonly WEB_SOURCES=(web/package-lock.json web/index.html web/*.ts web/tsconfig.json web/stubs web/src web/public
  robots/src/main/resources/chat/free4/robots/host) # what hosts say, read aloud by pages too

# Serial: the heap is small and hardly grows (packets live outside it), and one or two cores are
# better spent on voice than on collector threads. Huge pages, where the system gives them: a packet
# to each of many listeners reads a little of each, and in a virtual machine every small page costs a walk.
readonly JVM_OPTIONS=(-XX:+UseSerialGC -XX:+UseTransparentHugePages -Xms64m -Xmx384m -Xss512k -XX:+ExitOnOutOfMemoryError
  -Xlog:disable -Xlog:all=error:stderr
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)

# Of the load generator. C1 alone: in a run of half a minute the compiler that optimizes more would take as much time as
# all members do, and from the cores that the server stands on.
readonly LOAD_OPTIONS=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms256m -Xmn128m -Xmx1g -Xss512k -XX:+ExitOnOutOfMemoryError
  -Xlog:disable -Xlog:all=error:stderr
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$*"
  exit 2
}

# The major version of the JDK in $1; 0 when there is no whole JDK.
jdk_version() {
  local version
  [[ -x $1/bin/java && -x $1/bin/javac && -r $1/release ]] || { echo 0; return; }
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  echo "${version:-0}"
}

# Every place where a JDK may be, one a line, best first.
jdk_candidates() {
  local javac
  [[ -n ${JAVA_HOME:-} ]] && echo "$JAVA_HOME"
  if javac=$(command -v javac); then
    javac=$(readlink -f "$javac")
    echo "${javac%/bin/javac}"
  fi
  ls -d /usr/lib/jvm/*/ "$HOME"/.sdkman/candidates/java/*/ "$HOME"/.jdks/*/ \
    /Library/Java/JavaVirtualMachines/*/Contents/Home/ 2>/dev/null || true
}

# Sets and exports JAVA_HOME.
use_jdk() {
  local candidate
  while IFS= read -r candidate; do
    if (($(jdk_version "${candidate%/}") >= WANTED_JDK)); then
      export JAVA_HOME=${candidate%/}
      return
    fi
  done < <(jdk_candidates)
  die "free4chat needs JDK $WANTED_JDK or newer: get one from https://adoptium.net (package temurin-$WANTED_JDK-jdk), or set JAVA_HOME to where it is."
}

# One line that names the state of the files under the paths given.
fingerprint() {
  local path existing=()
  for path; do [[ -e $path ]] && existing+=("$path"); done
  find "${existing[@]}" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
}

# is_built NAME STATE: true when NAME was last built from just this state.
is_built() { [[ -r $CACHE/built/$1 && $(<"$CACHE/built/$1") == "$2" ]]; }

mark_built() {
  mkdir -p "$CACHE/built"
  printf '%s\n' "$2" >"$CACHE/built/$1"
}

# One build at a time in this directory, until the script (or what it becomes) closes the file.
lock_builds() {
  mkdir -p "$CACHE"
  command -v flock >/dev/null || return 0
  exec 9>"$CACHE/lock"
  flock 9
}

unlock_builds() {
  if command -v flock >/dev/null; then exec 9>&-; fi
}

# Installs the npm packages, among them Node itself, and puts them first in PATH.
use_node() {
  local state
  command -v npm >/dev/null ||
    die "free4chat builds its page with npm: install it (apt install npm, or https://nodejs.org)."
  state=$(fingerprint web/package.json web/package-lock.json)
  if [[ ! -x web/node_modules/.bin/node ]] || ! is_built npm "$state"; then
    say "Installing the page's build tools..."
    (cd web && npm ci --no-audit --no-fund --loglevel=error >&2) || die "npm ci failed in web/."
    mark_built npm "$state"
  fi
  PATH=$PWD/web/node_modules/.bin:$PATH
  export PATH
}

build_web() {
  local state
  state=$(fingerprint "${WEB_SOURCES[@]}")
  if [[ -r web/dist/index.html ]] && is_built web "$state"; then return; fi
  use_node
  say "Building the page..."
  # Tests start ./run too, and their surroundings say "test": the page is the one that people get all the same.
  (cd web && NODE_ENV=production vite build --logLevel warn >&2) || die "The page did not build."
  mark_built web "$state"
}

java_state() { fingerprint "${JAVA_SOURCES[@]}"; }

build_java() {
  local state
  state=$(java_state)
  if [[ -r server/target/server.jar ]] && is_built java "$state"; then return; fi
  use_maven
  say "Building the server..."
  mvn -B -ntp -q -pl server -am package -Dmaven.test.skip=true >&2 || die "The server did not build."
  mark_built java "$state"
}

sim_state() { fingerprint "${JAVA_SOURCES[@]}" sim/pom.xml sim/src/main; }

# Lets the JVM learn from a short life of the server (chat.free4.server.Training) with people in its rooms, so that
# the real one is ready in half the time and compiles what forwards voice at once. Without what was learned it would
# only be slower at first: so a failure is no error.
train_java() {
  local cache=server/target/server.aot state
  state=$(fingerprint "$JAVA_HOME/release" run)
  if [[ -r $cache ]] && is_built aot "$state" &&
    [[ -z $(find server/target/server.jar server/target/lib -newer "$cache" -print -quit) ]]; then return; fi
  build_bench
  say "Preparing a quick start..."
  rm -f "$cache"
  "$JAVA_HOME/bin/java" "${JVM_OPTIONS[@]}" -XX:AOTCacheOutput="$cache" \
    -cp server/target/server.jar chat.free4.server.Training web/dist \
    "$JAVA_HOME/bin/java" "${LOAD_OPTIONS[@]}" -cp "bench/target/bench.jar:bench/target/lib/*" chat.free4.bench.load.Main \
    --rooms 6 --members 10 --publishers 10 --warm-up 1 --seconds 8 --decrypt 5 >"$CACHE/training.log" 2>&1 ||
    say "It did not work ($CACHE/training.log); the server starts without."
  [[ -r $cache ]] && touch "$cache" && mark_built aot "$state"
  return 0
}

# The virtual browsers that fill rooms in browser tests.
build_sim() {
  local state
  state=$(sim_state)
  if [[ -r sim/target/sim.jar ]] && is_built sim "$state"; then return; fi
  use_maven
  say "Building the virtual browsers..."
  mvn -B -ntp -q -pl sim -am package -Dmaven.test.skip=true >&2 || die "The virtual browsers did not build."
  mark_built sim "$state"
}

bench_state() { fingerprint "${JAVA_SOURCES[@]}" {sim,bench}/pom.xml {sim,bench}/src/main; }

# The load generator.
build_bench() {
  local state
  state=$(bench_state)
  if [[ -r bench/target/bench.jar ]] && is_built bench "$state"; then return; fi
  use_maven
  say "Building the load generator..."
  mvn -B -ntp -q -pl bench -am package -Dmaven.test.skip=true >&2 || die "The load generator did not build."
  mark_built bench "$state"
}

use_maven() {
  command -v mvn >/dev/null ||
    die "free4chat's server is built with Maven 3.8 or newer: install it (apt install maven, or https://maven.apache.org)."
}

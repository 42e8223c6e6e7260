#!/bin/sh
# Writes .env beside docker-compose.yml: .env.example with every empty secret filled in. Never overwrites: the passwords
# belong to the data.
#
#   sh deploy/make-env.sh [FILE]
set -eu

folder=$(cd "$(dirname "$0")/.." && pwd)
target=${1:-$folder/.env}

if [ -e "$target" ]; then
  echo "$target exists and was left as it is. Its secrets belong to the data in the volumes." >&2
  exit 1
fi

hex() { head -c "$1" /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }
base64_of() { head -c "$1" /dev/urandom | base64 | tr -d '\n'; }

umask 077
sed \
  -e "s|^POSTGRES_PASSWORD=\$|POSTGRES_PASSWORD=$(hex 24)|" \
  -e "s|^EVERDIAL_SECRET_KEY=\$|EVERDIAL_SECRET_KEY=$(base64_of 32)|" \
  -e "s|^EVERDIAL_API_KEY=\$|EVERDIAL_API_KEY=evd_$(hex 24)|" \
  -e "s|^EVERDIAL_WEBHOOK_TOKEN=\$|EVERDIAL_WEBHOOK_TOKEN=evdw_$(hex 24)|" \
  -e "s|^SIMULATOR_SECRET=\$|SIMULATOR_SECRET=$(hex 24)|" \
  "$folder/.env.example" >"$target"
echo "wrote $target"

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the keys that compose.yaml mounts, once, into docker/keys (or the folder given).
set -eu
umask 077

folder=${1:-$(cd "$(dirname "$0")" && pwd)/keys}
uid=${SEAL_UID:-10001}
gid=${SEAL_GID:-10001}

[ ! -e "$folder" ] || { echo "$folder is there already; nothing is made anew"; exit 0; }
command -v openssl >/dev/null || { echo "make-keys.sh: needs openssl" >&2; exit 1; }

fresh=$folder.new
rm -rf "$fresh"
mkdir -p "$fresh"
cd "$fresh"

openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out operator-private.pem 2>/dev/null
openssl pkey -in operator-private.pem -pubout -out operator.pem
cat operator-private.pem operator.pem >operator-key.pem

openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out sim-private.pem 2>/dev/null
openssl req -new -x509 -key sim-private.pem -sha256 -days 3650 -subj "/CN=SIM-S" \
  -addext "basicConstraints=critical,CA:true" -addext "keyUsage=critical,digitalSignature,keyCertSign" -out sim.pem
cat sim-private.pem sim.pem >sim-key.pem
rm operator-private.pem sim-private.pem

openssl rand -base64 -out jti.key 32
openssl rand -base64 -out pseudonym.key 32

if [ "$(id -u)" = 0 ]; then
  chown -R "$uid:$gid" .
elif [ "$(id -u)" != "$uid" ]; then
  echo "The containers must run as you, who own the keys: export SEAL_UID=$(id -u) SEAL_GID=$(id -g)"
fi
cd - >/dev/null
mv "$fresh" "$folder"
echo "made keys in $folder"

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the keys that compose.yaml mounts, once, into docker/keys (or the folder given), and a CA for TLS inside the
# cluster and at the gateway. GATEWAY_NAME: a further DNS name of the gateway.
set -eu
umask 077

folder=${1:-$(cd "$(dirname "$0")" && pwd)/keys}
uid=${SEAL_UID:-10001}
gid=${SEAL_GID:-10001}
broker=${KAFKA_UID:-1000} # of the image apache/kafka

[ ! -e "$folder" ] || { echo "$folder is there already; nothing is made anew"; exit 0; }
command -v openssl >/dev/null || { echo "make-keys.sh: needs openssl" >&2; exit 1; }

fresh=$folder.new
rm -rf "$fresh"
mkdir -p "$fresh"
cd "$fresh"

private_key() {
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null
}

# NAME USES [ADDRESSES]: key and certificate of the CA
certified() {
  private_key "$1-key.pem"
  openssl req -new -key "$1-key.pem" -subj "/CN=$1" -out request.pem
  {
    echo "basicConstraints=critical,CA:false"
    echo "keyUsage=critical,digitalSignature"
    echo "extendedKeyUsage=$2"
    [ -z "${3-}" ] || echo "subjectAltName=$3"
  } >extensions
  openssl x509 -req -in request.pem -CA ca.pem -CAkey ca-key.pem -set_serial "0x$(openssl rand -hex 15)" \
    -sha256 -days 3650 -extfile extensions -out "$1.pem" 2>/dev/null
  rm request.pem extensions
}

# FILE: as the value of a property
value() {
  awk '{printf "%s\\n", $0} END {print ""}' "$1"
}

private_key operator-private.pem
openssl pkey -in operator-private.pem -pubout -out operator.pem
cat operator-private.pem operator.pem >operator-key.pem

private_key sim-private.pem
openssl req -new -x509 -key sim-private.pem -sha256 -days 3650 -subj "/CN=SIM-S" \
  -addext "basicConstraints=critical,CA:true" -addext "keyUsage=critical,digitalSignature,keyCertSign" -out sim.pem
cat sim-private.pem sim.pem >sim-key.pem
rm operator-private.pem sim-private.pem

openssl rand -base64 -out jti.key 32
openssl rand -base64 -out pseudonym.key 32

private_key ca-key.pem
openssl req -new -x509 -key ca-key.pem -sha256 -days 3650 -subj "/CN=SEAL Spatial cluster CA" \
  -addext "basicConstraints=critical,CA:true,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign" -out ca.pem
chmod 644 ca.pem
certified gateway serverAuth "DNS:localhost,IP:127.0.0.1,DNS:gateway${GATEWAY_NAME:+,DNS:$GATEWAY_NAME}"

# a broker also calls the others
certified brokers serverAuth,clientAuth "DNS:kafka-1,DNS:kafka-2,DNS:kafka-3"
cat brokers-key.pem brokers.pem >kafka.pem
certified seal clientAuth
{
  echo "security.protocol=SSL"
  echo "ssl.keystore.type=PEM"
  printf "ssl.keystore.key=%s\n" "$(value seal-key.pem)"
  printf "ssl.keystore.certificate.chain=%s\n" "$(value seal.pem)"
  echo "ssl.truststore.type=PEM"
  printf "ssl.truststore.certificates=%s\n" "$(value ca.pem)"
} >kafka.properties
rm brokers-key.pem brokers.pem seal-key.pem seal.pem

if [ "$(id -u)" = 0 ]; then
  chown -R "$uid:$gid" .
  chown "$broker" kafka.pem
elif [ "$(id -u)" != "$uid" ]; then
  echo "The containers must run as you, who own the keys: export SEAL_UID=$(id -u) SEAL_GID=$(id -g)"
fi
if [ "$(id -u)" != 0 ] && [ "$(id -u)" != "$broker" ]; then
  echo "The brokers run as user $broker, who must be able to read kafka.pem: sudo chown $broker $folder/kafka.pem"
fi
cd - >/dev/null
mv "$fresh" "$folder"
echo "made keys in $folder"

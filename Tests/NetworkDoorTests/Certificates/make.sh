#!/bin/sh
# Makes the certificates of the tests: a root, the door's and a peer's, good for a hundred years.
set -eu
cd "$(dirname "$0")"
issue() {
    openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$1.key"
    openssl req -new -key "$1.key" -subj "/CN=$1" |
        openssl x509 -req -CA root.pem -CAkey root.key -CAcreateserial -days 36500 -out "$1.pem" -extfile "$2"
}
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout root.key -out root.pem \
    -days 36500 -subj "/CN=test root"
names=$(mktemp)
echo "subjectAltName=DNS:localhost,IP:127.0.0.1" > "$names"
issue door "$names"
echo "basicConstraints=CA:FALSE" > "$names"
issue peer "$names"
rm -f "$names" root.key root.srl

#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Reads records with kcat (librdkafka), python3-avro and python3-jwcrypto, by the published pages alone.

read_records.py BOOTSTRAP PREFIX REQUESTOR SCHEMAS JWKS_URL prints a JSON report.
"""
import io
import json
import subprocess
import sys
import urllib.request

import avro.io
import avro.schema
from jwcrypto import jwk, jwt

HEADER_BYTES = 10


def schemas_by_header(folder):
    with open(f"{folder}/fingerprints.json", encoding="utf-8") as file:
        listed = json.load(file)
    return {
        bytes.fromhex(entry["header"]): (name.rsplit(".", 1)[1], avro.schema.parse(entry["canonical"]))
        for name, entry in listed.items()
    }


def committed(bootstrap, topic):
    """Values of all committed records before the end as it is now."""
    command = ["kcat", "-C", "-q", "-e", "-b", bootstrap, "-t", topic, "-o", "beginning",
               "-X", "isolation.level=read_committed", "-f", "%S\n%s"]
    out = io.BytesIO(subprocess.run(command, check=True, stdout=subprocess.PIPE, timeout=60).stdout)
    while line := out.readline():
        yield out.read(int(line))


def decode(value, schemas):
    name, schema = schemas[value[:HEADER_BYTES]]
    rest = io.BytesIO(value[HEADER_BYTES:])
    record = avro.io.DatumReader(schema).read(avro.io.BinaryDecoder(rest))
    assert not rest.read(), "bytes after the datum"
    return name, record


def verified(token, jwks_url):
    with urllib.request.urlopen(jwks_url) as answer:
        keys = jwk.JWKSet.from_json(answer.read().decode())
    checked = jwt.JWT(jwt=token, key=keys, algs=["ES256"], check_claims={"exp": None, "sub": None, "cnf": None})
    return {"typ": json.loads(checked.header)["typ"], **json.loads(checked.claims)}


def main(bootstrap, prefix, requestor, folder, jwks_url):
    schemas = schemas_by_header(folder)
    replies = [decode(v, schemas) for v in committed(bootstrap, f"{prefix}.replies.{requestor}.v1")]
    audit = [decode(v, schemas) for v in committed(bootstrap, f"{prefix}.audit.v1")]
    tokens = [r["token"]["accessToken"] for name, r in replies if name == "TokenResponse" and r["token"]]
    maps = [json.loads(r["content"]) for name, r in replies if name == "SpatialResponse" and r["content"]]
    print(json.dumps({
        "claims": [verified(token, jwks_url) for token in tokens],
        "maps": maps,
        "outcomes": sorted(f"{r['flow']} {r['outcome']}" for name, r in audit if name == "AuditRecord"),
    }))


main(*sys.argv[1:])

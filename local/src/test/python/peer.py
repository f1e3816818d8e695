#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""peer.py FILE: verifies the tokens in FILE under its JWKS with python3-jwcrypto, then alters one field of each."""
import base64
import json
import sys

from jwcrypto import jwk, jws, jwt


def encode(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def decode(part):
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def changed(value):
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return value + "1"
    return [*value, value[0]] if isinstance(value, list) else {**value, "jkt": "x" * 43}


def verifies(token, keys, claims):
    try:
        jwt.JWT(jwt=token, key=keys, algs=["ES256"], check_claims=claims)
        return True
    except Exception:  # jwcrypto has no one base of them
        return False


def altered(token, n, own):
    """The n-th field of header and claims has another value; under the issuer's signature or our own."""
    encoded_header, encoded_claims, signature = token.split(".")
    header, claims = decode(encoded_header), decode(encoded_claims)
    fields = [(header, name) for name in header] + [(claims, name) for name in claims]
    part, name = fields[n % len(fields)]
    part[name] = changed(part[name])
    if n % 2 or header["alg"] != "ES256":
        return name, f"{encode(header)}.{encode(claims)}.{signature}"
    signed = jws.JWS(json.dumps(claims).encode())
    signed.add_signature(own, alg="ES256", protected=json.dumps(header))
    return name, signed.serialize(compact=True)


def main(path):
    with open(path, encoding="utf-8") as file:
        given = json.load(file)
    keys = jwk.JWKSet.from_json(json.dumps(given["jwks"]))
    own = jwk.JWK.generate(kty="EC", crv="P-256")
    claims = {"iss": given["issuer"], "aud": given["audience"], "exp": None, "sub": None, "jti": None, "cnf": None}
    verified = refused = 0
    alterations = []
    for n, token in enumerate(given["tokens"]):
        verified += verifies(token, keys, claims)
        name, text = altered(token, n, own)
        refused += not verifies(text, keys, claims)
        alterations.append({"name": name, "text": text})
    print(json.dumps({"verified": verified, "refused": refused, "alterations": alterations}))


main(*sys.argv[1:])

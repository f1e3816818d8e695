/* SPDX-License-Identifier: Apache-2.0 */
// node peer.mjs FILE: verifies the tokens in FILE under its JWKS, then alters one field of each.
import { CompactSign, createLocalJWKSet, decodeJwt, decodeProtectedHeader, generateKeyPair, jwtVerify } from 'jose'
import { readFileSync } from 'node:fs'

const { tokens, jwks, issuer, audience } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const keys = createLocalJWKSet(jwks)
const rules = { issuer, audience, typ: 'at+jwt', algorithms: ['ES256'], requiredClaims: ['sub', 'client_id', 'jti', 'cnf'] }
const own = await generateKeyPair('ES256')
const encode = value => Buffer.from(JSON.stringify(value)).toString('base64url')

async function verifies(token) {
  try {
    await jwtVerify(token, keys, rules)
    return true
  } catch {
    return false
  }
}

const changed = value =>
  typeof value === 'number' ? value + 1
    : typeof value === 'string' ? value + '1'
      : Array.isArray(value) ? [...value, value[0]] : { ...value, jkt: 'x'.repeat(43) }

/** The n-th field of header and claims, one after the other, with another value. */
function alter(token, n) {
  const header = decodeProtectedHeader(token)
  const claims = decodeJwt(token)
  const fields = [...Object.keys(header).map(name => [header, name]), ...Object.keys(claims).map(name => [claims, name])]
  const [part, name] = fields[n % fields.length]
  part[name] = changed(part[name])
  return { header, claims, name }
}

/** With the issuer's signature, or with one of our own under the issuer's kid. */
async function altered(token, n) {
  const { header, claims, name } = alter(token, n)
  const text = n % 2 || header.alg !== 'ES256'
    ? `${encode(header)}.${encode(claims)}.${token.split('.')[2]}`
    : await new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader(header).sign(own.privateKey)
  return { name, text }
}

let verified = 0
let refused = 0
const alterations = []
for (const [n, token] of tokens.entries()) {
  verified += await verifies(token)
  const alteration = await altered(token, n)
  refused += !await verifies(alteration.text)
  alterations.push(alteration)
}
console.log(JSON.stringify({ verified, refused, alterations }))

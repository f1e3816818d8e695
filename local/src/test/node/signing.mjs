/* SPDX-License-Identifier: Apache-2.0 */
// docs/kafka-proof.md for Kafka; RFC 7523 and RFC 9449 for HTTP.
import { createHash, randomUUID } from 'node:crypto'
import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose'

export const sha256 = bytes => createHash('sha256').update(bytes).digest('base64url')

const encode = value => Buffer.from(JSON.stringify(value)).toString('base64url')

const now = () => Math.floor(Date.now() / 1000)

export class Signer {
  static async generate() {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true })
    return Signer.of(await exportJWK(privateKey))
  }

  static async of(jwk) {
    const signer = new Signer()
    const { d, ...publicJwk } = jwk
    signer.jwk = publicJwk
    signer.privateJwk = jwk
    signer.key = await importJWK(jwk, 'ES256')
    signer.thumbprint = await calculateJwkThumbprint(publicJwk)
    return signer
  }

  /** alter: changes header and claims before they are signed */
  async #sign(header, claims, alter = () => {}) {
    const made = { header: { alg: 'ES256', ...header }, claims: { iat: now(), jti: randomUUID(), ...claims } }
    alter(made)
    const text = await new CompactSign(Buffer.from(JSON.stringify(made.claims)))
      .setProtectedHeader({ ...made.header, alg: 'ES256' })
      .sign(this.key)
    // The library signs nothing under another alg than the key's: that one is put in afterwards.
    return made.header.alg === 'ES256' ? text : text.replace(/^[^.]+/, encode(made.header))
  }

  /** Who asks, bound to a record. */
  recordAssertion(clientId, issuer, { topic, requestId, body }, alter) {
    const claims = { iss: clientId, sub: clientId, aud: issuer, exp: now() + 60 }
    return this.#sign(
      { typ: 'seal-assertion+jwt', kid: this.thumbprint },
      { ...claims, topic, rid: requestId, digest: sha256(body) }, alter)
  }

  /** Who holds the token's key, bound to a record. */
  recordProof(accessToken, { topic, requestId, body }, alter) {
    return this.#sign(
      { typ: 'seal-proof+jwt', jwk: this.jwk },
      { topic, rid: requestId, digest: sha256(body), ath: sha256(accessToken) }, alter)
  }

  /** RFC 7523 section 3. */
  assertion(clientId, issuer) {
    return this.#sign({ typ: 'JWT' }, { iss: clientId, sub: clientId, aud: issuer, exp: now() + 60 })
  }

  /** RFC 9449 section 4.2. */
  dpop(htm, htu, accessToken) {
    const ath = accessToken ? { ath: sha256(accessToken) } : {}
    return this.#sign({ typ: 'dpop+jwt', jwk: this.jwk }, { htm, htu, ...ath })
  }
}

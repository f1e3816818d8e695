/* SPDX-License-Identifier: Apache-2.0 */
// docs/kafka-proof.md for Kafka; RFC 7523 and RFC 9449 for HTTP.
import { createHash, randomUUID } from 'node:crypto'
import { SignJWT, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose'

export const sha256 = bytes => createHash('sha256').update(bytes).digest('base64url')

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

  #sign(header, claims) {
    return new SignJWT({ iat: now(), jti: randomUUID(), ...claims })
      .setProtectedHeader({ alg: 'ES256', ...header })
      .sign(this.key)
  }

  /** Who asks, bound to a record. */
  recordAssertion(clientId, issuer, { topic, requestId, body }) {
    const claims = { iss: clientId, sub: clientId, aud: issuer, exp: now() + 60 }
    return this.#sign(
      { typ: 'seal-assertion+jwt' },
      { ...claims, topic, rid: requestId, digest: sha256(body) })
  }

  /** Who holds the token's key, bound to a record. */
  recordProof(accessToken, { topic, requestId, body }) {
    return this.#sign(
      { typ: 'seal-proof+jwt', jwk: this.jwk },
      { topic, rid: requestId, digest: sha256(body), ath: sha256(accessToken) })
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

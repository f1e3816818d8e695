/* SPDX-License-Identifier: Apache-2.0 */
// Holds docs/vectors/kafka-proof.json against avsc, jose and kafkajs.
import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose'
import kafkajs from 'kafkajs'
import { isDeepStrictEqual } from 'node:util'
import { sha256 } from './signing.mjs'

const OUTER = { token: 'TokenRequest', spatial: 'SpatialRequest' }

const partitioner = kafkajs.Partitioners.DefaultPartitioner()
const partition = (key, count) => partitioner({
  topic: 'any', message: { key }, partitionMetadata: Array.from({ length: count }, (_, partitionId) => ({ partitionId, leader: 0 }))
})

/** The names of the checks, and of those that failed. */
export async function check(vectors, framing) {
  const passed = []
  const failed = []
  const expect = (name, found, expected) => (isDeepStrictEqual(found, expected) ? passed : failed).push(name)
  const { d, ...publicJwk } = vectors.key
  const key = await importJWK(publicJwk, 'ES256')
  expect('thumbprint', await calculateJwkThumbprint(publicJwk), vectors.thumbprint)
  for (const [name, outer] of Object.entries(OUTER)) {
    const vector = vectors[name]
    const body = Buffer.from(vector.bodyHex, 'hex')
    expect(`${name} body`, framing.encode(`${outer}Body`, vector.body), body)
    expect(`${name} digest`, sha256(body), vector.digest)
    const { payload, protectedHeader } = await compactVerify(vector.jws, key)
    expect(`${name} header`, protectedHeader, vector.header)
    expect(`${name} claims`, JSON.parse(Buffer.from(payload)), vector.claims)
    const value = framing.decodeAs(outer, Buffer.from(vector.valueHex, 'hex'))
    expect(`${name} value`, value.body, body)
    expect(`${name} credential`, value.clientAssertion ?? value.proof, vector.jws)
  }
  expect('ath', sha256(vectors.spatial.accessToken), vectors.spatial.claims.ath)
  for (const { key: text, of4, of12 } of vectors.partitions) {
    expect(`partition of ${JSON.stringify(text)}`, [partition(text, 4), partition(text, 12)], [of4, of12])
  }
  return { passed, failed }
}

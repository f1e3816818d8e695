/* SPDX-License-Identifier: Apache-2.0 */
// node alter.mjs SETTINGS_FILE: a token and a map by docs/kafka-proof.md, then again with one field altered at a
// time; prints per alteration the cause in the reply, and the exact one in the audit.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Bus } from './bus.mjs'
import { Framing } from './framing.mjs'
import { Signer, sha256 } from './signing.mjs'

const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const { prefix, issuer, clientId, valUe, valService } = settings
const topics = {
  token: `${prefix}.token.requests.v1`,
  spatial: `${prefix}.spatial.requests.v1`,
  replies: `${prefix}.replies.${settings.requestor}.v1`,
  audit: `${prefix}.audit.v1`
}
const framing = new Framing(settings.schemas)
const signer = await Signer.of(JSON.parse(readFileSync(settings.keyFile, 'utf8')))
const stranger = await Signer.generate()
const bus = await Bus.connect(settings.bootstrap, [topics.replies, topics.audit])

const common = () => ({ deadline: Date.now() + 60_000, correlationId: null, replyPartition: null, http: null })
const soon = seconds => Math.floor(Date.now() / 1000) + seconds

async function publish(topic, outer, requestId, body, credentials) {
  await bus.publish(topic, valUe, framing.encode(outer, { body, ...(await credentials({ topic, requestId, body })) }))
  return requestId
}

function askToken(alter) {
  const requestId = randomUUID()
  const body = framing.encode('TokenRequestBody', {
    requestId, clientId, valUe, valUser: null, valService, service: 'SS_SmManagement', actions: ['get'],
    authorizationDetails: null, ...common()
  })
  return publish(topics.token, 'TokenRequest', requestId, body, async record => ({
    clientAssertion: await signer.recordAssertion(clientId, issuer, record, alter), proof: null
  }))
}

function askMap(accessToken, alter) {
  const requestId = randomUUID()
  const body = framing.encode('SpatialRequestBody', {
    requestId, clientId, service: 'SS_SmManagement', operation: 'get',
    parameters: { 'svc-id': valService, 'map-id': '1' }, ...common()
  })
  return publish(topics.spatial, 'SpatialRequest', requestId, body, async record => ({
    accessToken, proof: await signer.recordProof(accessToken, record, alter)
  }))
}

const reply = (requestId, name) => bus.first(
  ({ topic, message }) =>
    topic === topics.replies && String(message.key) === requestId ? framing.decodeAs(name, message.value) : undefined,
  `reply to ${requestId}`)

const audited = requestId => bus.first(({ topic, message }) => {
  if (topic !== topics.audit) return undefined
  const { name, record } = framing.decode(message.value)
  return name === 'AuditRecord' && record.requestId === requestId ? record.cause : undefined
}, `audit record of ${requestId}`)

const header = (name, value) => made => { made.header[name] = value }
const claim = (name, value) => made => { made.claims[name] = value }
const without = name => made => { delete made.header[name]; delete made.claims[name] }
const missing = (...names) => Object.fromEntries(names.map(name => [`${name} missing`, without(name)]))

/** What the page says of both. */
const binding = {
  'alg': header('alg', 'PS256'),
  'typ': header('typ', 'JWT'),
  'topic': claim('topic', `${prefix}.other.v1`),
  'rid': claim('rid', randomUUID()),
  'digest': claim('digest', sha256('other')),
  'jti': claim('jti', ''),
  'iat': claim('iat', soon(300)),
  ...missing('typ', 'topic', 'rid', 'digest', 'jti')
}
const assertions = {
  ...binding,
  'kid': header('kid', stranger.thumbprint),
  'iss': claim('iss', 'other'),
  'sub': claim('sub', 'other'),
  'aud': claim('aud', 'https://other.example'),
  'exp': claim('exp', soon(-300)),
  ...missing('iss', 'sub', 'aud', 'exp')
}
const proofs = {
  ...binding,
  'jwk': header('jwk', stranger.jwk),
  'ath': claim('ath', sha256('other')),
  ...missing('jwk', 'iat', 'ath')
}

async function causes(answer, alterations, ask) {
  const asked = {}
  for (const [name, alter] of Object.entries(alterations)) asked[name] = await ask(alter)
  const found = {}
  for (const [name, id] of Object.entries(asked)) {
    const { failure } = await reply(id, answer)
    found[name] = { told: failure?.cause ?? null, exact: await audited(id) }
  }
  return found
}

try {
  const { token } = await reply(await askToken(), 'TokenResponse')
  const map = await reply(await askMap(token.accessToken), 'SpatialResponse')
  console.log(JSON.stringify({
    tokenType: token.tokenType,
    map: JSON.parse(map.content),
    assertions: await causes('TokenResponse', assertions, askToken),
    proofs: await causes('SpatialResponse', proofs, alter => askMap(token.accessToken, alter)),
    after: (await reply(await askMap(token.accessToken), 'SpatialResponse')).failure
  }, null, 2))
} finally {
  await bus.close()
}

/* SPDX-License-Identifier: Apache-2.0 */
// node client.mjs SETTINGS_FILE: both figures over Kafka and over HTTP; prints a JSON report.
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Bus } from './bus.mjs'
import { Framing } from './framing.mjs'
import { Signer, sha256 } from './signing.mjs'
import { check } from './vectors.mjs'

const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const { prefix, gateway, clientId, valUe, valService, audience } = settings
const topics = {
  token: `${prefix}.token.requests.v1`,
  spatial: `${prefix}.spatial.requests.v1`,
  replies: `${prefix}.replies.${settings.requestor}.v1`,
  audit: `${prefix}.audit.v1`
}
const framing = new Framing(settings.schemas)
const signer = await Signer.of(JSON.parse(readFileSync(settings.keyFile, 'utf8')))
const metadata = await (await fetch(`${gateway}/.well-known/oauth-authorization-server`)).json()
const jwks = createRemoteJWKSet(new URL(metadata.jwks_uri))
const bus = await Bus.connect(settings.bootstrap, [topics.replies, topics.audit])

const returned = { correlationId: null, replyPartition: null, http: null }
const deadline = () => Date.now() + 30_000

async function ask(topic, outer, requestId, body, credentials) {
  const partition = await bus.publish(
    topic, valUe, framing.encode(outer, { body, ...(await credentials({ topic, requestId, body })) }))
  const answer = outer.replace('Request', 'Response')
  const reply = await bus.first(
    ({ topic: at, message }) =>
      at === topics.replies && String(message.key) === requestId ? framing.decodeAs(answer, message.value) : undefined,
    `reply to ${requestId}`)
  if (reply.bodyDigest.toString('base64url') !== sha256(body)) throw new Error('a reply to another body')
  return { partition, ...reply }
}

/** Figure 1, on the bus. */
function askToken(service, action, by = signer) {
  const requestId = randomUUID()
  const body = framing.encode('TokenRequestBody', {
    requestId, clientId, valUe, valUser: null, valService, service, actions: [action],
    authorizationDetails: null, deadline: deadline(), ...returned
  })
  return ask(topics.token, 'TokenRequest', requestId, body, async record => ({
    clientAssertion: await by.recordAssertion(clientId, metadata.issuer, record), proof: null
  }))
}

/** Figure 2, on the bus. */
function askSpatial(accessToken, parameters, by = signer) {
  const requestId = randomUUID()
  const body = framing.encode('SpatialRequestBody', {
    requestId, clientId, service: 'SS_SmManagement', operation: 'get', parameters,
    deadline: deadline(), ...returned
  })
  return ask(topics.spatial, 'SpatialRequest', requestId, body, async record => ({
    accessToken, proof: await by.recordProof(accessToken, record)
  }))
}

async function verified(accessToken) {
  const { payload, protectedHeader } = await jwtVerify(accessToken, jwks, {
    issuer: metadata.issuer, audience, typ: 'at+jwt', algorithms: ['ES256'],
    requiredClaims: ['sub', 'client_id', 'scope', 'exp', 'iat', 'jti']
  })
  return { typ: protectedHeader.typ, ...payload, boundToMyKey: payload.cnf.jkt === signer.thumbprint }
}

async function overKafka() {
  const token = await askToken('SS_SmManagement', 'get')
  const { accessToken, tokenType } = token.token
  const map = await askSpatial(accessToken, { 'svc-id': valService, 'map-id': '1' })
  const thief = await Signer.generate()
  const stolen = await askSpatial(accessToken, { 'map-id': '1' }, thief)
  const impostor = await askToken('SS_SmManagement', 'get', thief)
  return {
    tokenType, accessToken,
    claims: await verified(accessToken),
    map: JSON.parse(map.content),
    withheld: map.withheld,
    refusals: { thief: stolen.failure.cause, impostor: impostor.failure.cause },
    requests: { token: token.requestId, map: map.requestId, thief: stolen.requestId, impostor: impostor.requestId }
  }
}

async function overHttp() {
  const tokens = metadata.token_endpoint
  const answer = await fetch(tokens, {
    method: 'POST',
    headers: { DPoP: await signer.dpop('POST', tokens) },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await signer.assertion(clientId, metadata.issuer),
      scope: 'seal:SS_SmManagement:get', val_ue_id: valUe, val_service_id: valService
    })
  })
  const token = await answer.json()
  if (!answer.ok) throw new Error(`token endpoint: ${answer.status} ${JSON.stringify(token)}`)
  const resource = `${gateway}/ssm-smm/v1/spatial-maps`
  const maps = await fetch(`${resource}?${new URLSearchParams({ 'svc-id': valService, 'map-id': '1' })}`, {
    headers: {
      Authorization: `DPoP ${token.access_token}`,
      DPoP: await signer.dpop('GET', resource, token.access_token)
    }
  })
  return {
    tokenType: token.token_type, accessToken: token.access_token,
    claims: await verified(token.access_token),
    status: maps.status, map: await maps.json(),
    requests: { token: answer.headers.get('seal-request-id'), map: maps.headers.get('seal-request-id') }
  }
}

/** What the audit has of a request. */
function audited(requestId) {
  return bus.first(({ topic, message }) => {
    if (topic !== topics.audit) return undefined
    const { name, record } = framing.decode(message.value)
    if (name !== 'AuditRecord' || record.requestId !== requestId) return undefined
    const { outcome, cause, flow, jti, clientId: client } = record
    return { flow, outcome, cause, client, jti, raw: message.value.toString('latin1') }
  }, `audit record of ${requestId}`)
}

async function audit(played) {
  const records = {}
  for (const [way, { requests, accessToken }] of Object.entries(played)) {
    for (const [what, id] of Object.entries(requests)) {
      const { raw, ...record } = await audited(id)
      const [, , signature] = accessToken.split('.')
      records[`${way} ${what}`] = {
        ...record, jtiIsTheTokens: record.jti === decodeJwt(accessToken).jti, holdsToken: raw.includes(signature)
      }
    }
  }
  return records
}

try {
  const played = { kafka: await overKafka(), http: await overHttp() }
  const records = await audit(played)
  for (const way of Object.values(played)) delete way.accessToken
  const vectors = await check(JSON.parse(readFileSync(settings.vectors, 'utf8')), framing)
  console.log(JSON.stringify({ ...played, audit: records, vectors }, null, 2))
} finally {
  await bus.close()
}

/* SPDX-License-Identifier: Apache-2.0 */
// node keys.mjs FILE: keeps a new key pair in FILE and prints the public JWK.
import { writeFileSync } from 'node:fs'
import { Signer } from './signing.mjs'

const signer = await Signer.generate()
writeFileSync(process.argv[2], JSON.stringify(signer.privateJwk), { mode: 0o600 })
console.log(JSON.stringify({ ...signer.jwk, alg: 'ES256', use: 'sig' }))

/* SPDX-License-Identifier: Apache-2.0 */
// docs/framing.md: single-object encoding by schemas/fingerprints.json and the .avsc files.
import avro from 'avsc'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const NAMESPACE = 'org.sealspatial.schemas.v1.'
const HEADER_BYTES = 10

export class Framing {
  #byHeader = new Map()
  #byName = new Map()

  /** schemas: the folder that holds fingerprints.json */
  constructor(schemas) {
    const list = JSON.parse(readFileSync(join(schemas, 'fingerprints.json'), 'utf8'))
    const registry = {}
    const type = file => avro.Type.forSchema(JSON.parse(readFileSync(join(schemas, file), 'utf8')), { registry })
    for (const shared of ['Area', 'Failure', 'HttpContext']) type(`src/main/avro/${shared}.avsc`)
    for (const [name, { file, header, canonical }] of Object.entries(list)) {
      const entry = { name, header: Buffer.from(header, 'hex'), type: type(file), canonical }
      this.#byHeader.set(header, entry)
      this.#byName.set(name, entry)
    }
  }

  encode(name, record) {
    const { header, type } = this.#byName.get(NAMESPACE + name)
    return Buffer.concat([header, type.toBuffer(record)])
  }

  decode(value) {
    const entry = this.#byHeader.get(value.subarray(0, HEADER_BYTES).toString('hex'))
    if (!entry) throw new Error('no released schema has this fingerprint')
    return { name: entry.name.slice(NAMESPACE.length), record: entry.type.fromBuffer(value.subarray(HEADER_BYTES)) }
  }

  /** The record, which must be of this type. */
  decodeAs(name, value) {
    const { name: found, record } = this.decode(value)
    if (found !== name) throw new Error(`expected ${name}, found ${found}`)
    return record
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
import kafkajs from 'kafkajs'
import lz4 from 'lz4js'

const { CompressionCodecs, CompressionTypes, Kafka, Partitioners, logLevel } = kafkajs

// docs/framing.md: replies and audit records are compressed with lz4, kafkajs brings gzip only.
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: async encoder => Buffer.from(lz4.compress(encoder.buffer)),
  decompress: async buffer => Buffer.from(lz4.decompress(buffer))
})

const PATIENCE_MS = 30_000

/** Publishes, and keeps what committed records it has seen on the topics it follows. */
export class Bus {
  #producer
  #consumer
  #seen = []
  #waiting = new Set()

  static async connect(bootstrap, topics) {
    const bus = new Bus()
    const kafka = new Kafka({
      clientId: 'foreign-client',
      brokers: bootstrap.split(','),
      logLevel: logLevel.ERROR,
      logCreator: () => ({ namespace, log }) => process.stderr.write(`${namespace}: ${log.message} ${log.error ?? ''}\n`)
    })
    bus.#producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })
    bus.#consumer = kafka.consumer({ groupId: 'foreign-client', readUncommitted: false })
    await Promise.all([bus.#producer.connect(), bus.#consumer.connect()])
    await bus.#consumer.subscribe({ topics, fromBeginning: true })
    await bus.#consumer.run({ eachMessage: async ({ topic, message }) => bus.#take({ topic, message }) })
    return bus
  }

  #take(record) {
    this.#seen.push(record)
    for (const check of [...this.#waiting]) check(record)
  }

  async publish(topic, key, value) {
    const [{ partition }] = await this.#producer.send({ topic, acks: -1, messages: [{ key, value }] })
    return partition
  }

  /** The first record, seen already or to come, for which pick returns something: what it returned. */
  first(pick, what) {
    for (const record of this.#seen) {
      const picked = pick(record)
      if (picked !== undefined) return Promise.resolve(picked)
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => done(reject, new Error(`no ${what} within ${PATIENCE_MS} ms`)), PATIENCE_MS)
      const check = record => {
        try {
          const picked = pick(record)
          if (picked !== undefined) done(resolve, picked)
        } catch (error) {
          done(reject, error)
        }
      }
      const done = (settle, value) => {
        clearTimeout(timer)
        this.#waiting.delete(check)
        settle(value)
      }
      this.#waiting.add(check)
    })
  }

  async close() {
    await Promise.all([this.#producer.disconnect(), this.#consumer.disconnect()])
  }
}

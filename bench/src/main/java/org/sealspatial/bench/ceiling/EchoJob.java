/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.ceiling;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.sealspatial.bench.ceiling.Outputs.Reply;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.TokenRequest;
import org.sealspatial.schemas.v1.TokenRequestBody;

/** The request comes back as it is: what the two hops and the transaction alone take. */
final class EchoJob implements Job {
  private final Outputs outputs;

  EchoJob(Outputs outputs) {
    this.outputs = outputs;
  }

  @Override
  public List<ProducerRecord<byte[], byte[]>> answer(ConsumerRecord<byte[], byte[]> record)
      throws Exception {
    var request = TokenRequest.getDecoder().decode(record.value());
    var body = TokenRequestBody.getDecoder().decode(Outputs.bytes(request.getBody()));
    var audit = outputs.audit(record, Flow.TOKEN, Instant.now());
    audit.setFacts(Map.of());
    return outputs.of(
        record,
        body.getRequestId(),
        new Reply("/sim-s/a", "org.sealspatial.token.issued.v1", record.value()),
        audit);
  }
}

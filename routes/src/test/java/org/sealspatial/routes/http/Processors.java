/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.Failure;
import org.sealspatial.schemas.v1.IssuedToken;
import org.sealspatial.schemas.v1.SpatialRequest;
import org.sealspatial.schemas.v1.SpatialRequestBody;
import org.sealspatial.schemas.v1.SpatialResponse;
import org.sealspatial.schemas.v1.TokenRequest;
import org.sealspatial.schemas.v1.TokenRequestBody;
import org.sealspatial.schemas.v1.TokenResponse;

/** The other side of the bus: answers as SIM-S and LM-S do, with what the test says. */
final class Processors implements AutoCloseable {
  static final Wire WIRE = new Wire();

  // Of the bytes as they came: encoding a map again may order it otherwise.
  private static final Map<String, ByteBuffer> DIGESTS = new ConcurrentHashMap<>();

  private final String prefix;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Thread thread;
  private volatile boolean closing;
  final List<ConsumerRecord<byte[], byte[]>> seen = new CopyOnWriteArrayList<>();
  final List<TokenRequest> tokenRequests = new CopyOnWriteArrayList<>();
  final List<SpatialRequest> spatialRequests = new CopyOnWriteArrayList<>();
  volatile Function<TokenRequestBody, List<TokenResponse>> sim = body -> List.of(granted(body));
  volatile Function<SpatialRequestBody, List<SpatialResponse>> lm = body -> List.of(map(body));

  Processors(Broker broker, String prefix) {
    this.prefix = prefix;
    consumer =
        new KafkaConsumer<>(
            broker.clients(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    producer =
        new KafkaProducer<>(broker.clients(), new ByteArraySerializer(), new ByteArraySerializer());
    var partitions = new ArrayList<TopicPartition>();
    for (Topic topic : Topic.httpIngress()) {
      for (int i = 0; i < 4; i++) {
        partitions.add(new TopicPartition(topic.in(prefix), i));
      }
    }
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    thread = new Thread(this::run, "processors");
    thread.start();
  }

  private void run() {
    try {
      while (!closing) {
        for (ConsumerRecord<byte[], byte[]> request : consumer.poll(Duration.ofMillis(100))) {
          seen.add(request);
          answer(request);
        }
      }
    } catch (WakeupException e) {
      // closed
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      consumer.close();
    }
  }

  private void answer(ConsumerRecord<byte[], byte[]> request) throws Exception {
    if (request.topic().equals(Topic.HTTP_TOKEN_REQUESTS.in(prefix))) {
      TokenRequest outer = WIRE.decode(request.value(), TokenRequest.class);
      tokenRequests.add(outer);
      TokenRequestBody body = WIRE.decode(bytes(outer.getBody()), TokenRequestBody.class);
      DIGESTS.put(body.getCorrelationId(), digest(bytes(outer.getBody())));
      sim.apply(body).forEach(response -> reply(body.getReplyPartition(), response));
    } else {
      SpatialRequest outer = WIRE.decode(request.value(), SpatialRequest.class);
      spatialRequests.add(outer);
      SpatialRequestBody body = WIRE.decode(bytes(outer.getBody()), SpatialRequestBody.class);
      DIGESTS.put(body.getCorrelationId(), digest(bytes(outer.getBody())));
      lm.apply(body).forEach(response -> reply(body.getReplyPartition(), response));
    }
  }

  void reply(int partition, SpecificRecord response) {
    String topic = Topic.replies(prefix, Topic.GATEWAY_REQUESTOR);
    producer.send(new ProducerRecord<>(topic, partition, null, WIRE.encode(response)));
  }

  static TokenRequestBody body(TokenRequest request) throws Exception {
    return WIRE.decode(bytes(request.getBody()), TokenRequestBody.class);
  }

  static SpatialRequestBody body(SpatialRequest request) throws Exception {
    return WIRE.decode(bytes(request.getBody()), SpatialRequestBody.class);
  }

  static TokenResponse granted(TokenRequestBody body) {
    var token =
        new IssuedToken(
            "e30.e30.c2ln",
            "DPoP",
            300,
            "seal:" + body.getService() + ":get",
            body.getAuthorizationDetails());
    return token(body).setToken(token).build();
  }

  static TokenResponse refused(TokenRequestBody body, String cause) {
    return token(body).setFailure(new Failure(cause, null)).build();
  }

  static TokenResponse.Builder token(TokenRequestBody body) {
    return TokenResponse.newBuilder()
        .setRequestId(body.getRequestId())
        .setClientId(body.getClientId())
        .setCorrelationId(body.getCorrelationId())
        .setBodyDigest(DIGESTS.get(body.getCorrelationId()));
  }

  static SpatialResponse map(SpatialRequestBody body) {
    return spatial(body).setContent("{\"mapInf\":{\"mapId\":7}}").build();
  }

  static SpatialResponse refused(SpatialRequestBody body, String cause) {
    return spatial(body).setFailure(new Failure(cause, null)).build();
  }

  static SpatialResponse.Builder spatial(SpatialRequestBody body) {
    return SpatialResponse.newBuilder()
        .setRequestId(body.getRequestId())
        .setClientId(body.getClientId())
        .setCorrelationId(body.getCorrelationId())
        .setBodyDigest(DIGESTS.get(body.getCorrelationId()));
  }

  static ByteBuffer digest(byte[] body) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  @Override
  public void close() throws InterruptedException {
    closing = true;
    consumer.wakeup();
    thread.join(10_000);
    producer.close(Duration.ofSeconds(1));
  }
}

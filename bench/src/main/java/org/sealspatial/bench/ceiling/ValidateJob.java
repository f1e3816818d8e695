/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.ceiling;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.sealspatial.bench.ceiling.Outputs.Reply;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.SpatialRequest;
import org.sealspatial.schemas.v1.SpatialRequestBody;
import org.sealspatial.schemas.v1.SpatialResponse;

/** Token and proof verified; the answer is always the same map. */
final class ValidateJob implements Job {
  private static final long WINDOW = 60_000;

  private final Crypto crypto;
  private final Outputs outputs;
  private final TokenCheck tokens;
  private final String content;
  private final Map<String, JWSVerifier> holders = new HashMap<>();

  ValidateJob(CeilingSettings settings, Outputs outputs, boolean caching) throws Exception {
    this.crypto = new Crypto(settings.text("provider"));
    this.outputs = outputs;
    this.tokens = new TokenCheck(settings, crypto, caching);
    this.content = settings.text("content");
  }

  @Override
  public List<ProducerRecord<byte[], byte[]>> answer(ConsumerRecord<byte[], byte[]> record)
      throws Exception {
    SpatialRequest request = SpatialRequest.getDecoder().decode(record.value());
    byte[] bytes = Outputs.bytes(request.getBody());
    SpatialRequestBody body = SpatialRequestBody.getDecoder().decode(bytes);
    byte[] digest = crypto.digest(bytes);
    Instant now = Instant.now();
    String ath = crypto.base64Digest(Outputs.utf8(request.getAccessToken()));
    TokenCheck.Valid token = tokens.check(request.getAccessToken(), ath, now);
    Checks.that(token.clientId().equals(body.getClientId()));
    JWTClaimsSet proof = proof(request.getProof(), token.jkt());
    Checks.that(Math.abs(record.timestamp() - proof.getIssueTime().getTime()) <= WINDOW);
    Checks.that(ath.equals(proof.getStringClaim("ath")));
    Checks.bound(proof, record.topic(), body.getRequestId(), digest);
    return outputs.of(
        record,
        body.getRequestId(),
        new Reply("/lm-s/a", "org.sealspatial.spatial.provided.v1", response(body, digest)),
        audit(record, body, digest, token));
  }

  /** The key stands in the proof; its verifier is kept, since a client has one key for long. */
  private JWTClaimsSet proof(String text, String jkt) throws Exception {
    SignedJWT jwt = SignedJWT.parse(text);
    ECKey key = (ECKey) jwt.getHeader().getJWK();
    Checks.that(jkt.equals(key.computeThumbprint().toString()));
    JWSVerifier verifier = holders.get(jkt);
    if (verifier == null) {
      verifier = crypto.verifier(key.toECPublicKey());
      holders.put(jkt, verifier);
    }
    Checks.that(jwt.verify(verifier));
    return jwt.getJWTClaimsSet();
  }

  private byte[] response(SpatialRequestBody body, byte[] digest) throws Exception {
    var response = new SpatialResponse();
    response.setRequestId(body.getRequestId());
    response.setClientId(body.getClientId());
    response.setBodyDigest(ByteBuffer.wrap(digest));
    response.setContent(content);
    return Outputs.bytes(SpatialResponse.getEncoder().encode(response));
  }

  private AuditRecord audit(
      ConsumerRecord<byte[], byte[]> record,
      SpatialRequestBody body,
      byte[] digest,
      TokenCheck.Valid token) {
    AuditRecord audit = outputs.audit(record, Flow.SPATIAL, Instant.now());
    audit.setRequestId(body.getRequestId());
    audit.setClientId(body.getClientId());
    audit.setService(body.getService());
    audit.setOperation(body.getOperation());
    audit.setResource("map 1");
    audit.setPolicyVersion(1L);
    audit.setKeyId(token.jkt());
    audit.setJti(token.jti());
    audit.setIssuedAt(token.issued());
    audit.setExpiresAt(token.expires());
    audit.setRequestDigest(ByteBuffer.wrap(digest));
    audit.setBodyDigest(ByteBuffer.wrap(digest));
    audit.setFacts(Map.of("deadline", body.getDeadline().toString()));
    return audit;
  }
}

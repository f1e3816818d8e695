/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.ceiling;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.sealspatial.bench.ceiling.Outputs.Reply;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.IssuedToken;
import org.sealspatial.schemas.v1.TokenRequest;
import org.sealspatial.schemas.v1.TokenRequestBody;
import org.sealspatial.schemas.v1.TokenResponse;

/** Client assertion verified, token signed. */
final class IssueJob implements Job {
  private static final long LIFE = 3600;
  private static final String SCOPE = "seal:SS_SmManagement:get";
  private static final String DETAILS =
      "[{\"type\":\"seal-spatial\",\"actions\":[\"get\"],\"maps\":[1]}]";

  private final String issuer;
  private final String audience;
  private final Crypto crypto;
  private final Outputs outputs;
  private final Map<String, Client> clients = new HashMap<>();
  private final JWSSigner signer;
  private final JWSHeader header;
  private final Object details;

  private record Client(JWSVerifier verifier, String thumbprint, String granted) {}

  IssueJob(CeilingSettings settings, Outputs outputs) throws Exception {
    this.issuer = settings.text("issuer");
    this.audience = settings.text("audience");
    this.outputs = outputs;
    this.crypto = new Crypto(settings.text("provider"));
    String keys = Files.readString(Path.of(settings.text("clients")));
    for (var client : JSONObjectUtils.parse(keys).keySet()) {
      ECKey key = ECKey.parse(JSONObjectUtils.getJSONObject(JSONObjectUtils.parse(keys), client));
      String thumbprint = key.computeThumbprint().toString();
      clients.put(
          client,
          new Client(crypto.verifier(key.toECPublicKey()), thumbprint, granted(thumbprint)));
    }
    ECKey key = Crypto.pem(Path.of(settings.text("sim.key")));
    this.signer = crypto.signer((java.security.interfaces.ECPrivateKey) key.toPrivateKey());
    this.header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("at+jwt"))
            .keyID(key.computeThumbprint().toString())
            .build();
    this.details = com.nimbusds.jose.util.JSONArrayUtils.parse(DETAILS);
  }

  @Override
  public List<ProducerRecord<byte[], byte[]>> answer(ConsumerRecord<byte[], byte[]> record)
      throws Exception {
    TokenRequest request = TokenRequest.getDecoder().decode(record.value());
    byte[] bytes = Outputs.bytes(request.getBody());
    TokenRequestBody body = TokenRequestBody.getDecoder().decode(bytes);
    byte[] digest = crypto.digest(bytes);
    Client client = clients.get(body.getClientId());
    String jti = verify(request.getClientAssertion(), body, client, record, digest);
    Instant now = Instant.now();
    String token = token(body, client, jti, now);
    var audit = audit(record, body, digest, jti, now);
    audit.setGranted(client.granted());
    return outputs.of(
        record,
        body.getRequestId(),
        new Reply("/sim-s/a", "org.sealspatial.token.issued.v1", response(body, digest, token)),
        audit);
  }

  private String verify(
      String assertion,
      TokenRequestBody body,
      Client client,
      ConsumerRecord<byte[], byte[]> record,
      byte[] digest)
      throws Exception {
    SignedJWT jwt = SignedJWT.parse(assertion);
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    Checks.that(jwt.verify(client.verifier()));
    Checks.that(body.getClientId().equals(claims.getIssuer()));
    Checks.that(body.getClientId().equals(claims.getSubject()));
    Checks.that(claims.getAudience().contains(issuer));
    Checks.that(claims.getExpirationTime().getTime() > record.timestamp());
    Checks.bound(claims, record.topic(), body.getRequestId(), digest);
    return claims.getJWTID();
  }

  private String token(TokenRequestBody body, Client client, String jti, Instant now)
      throws Exception {
    Date issued = Date.from(now);
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .subject(body.getValUe())
            .audience(audience)
            .claim("client_id", body.getClientId())
            .claim("scope", SCOPE)
            .issueTime(issued)
            .notBeforeTime(issued)
            .expirationTime(Date.from(now.plusSeconds(LIFE)))
            .jwtID(jti)
            .claim("cnf", Map.of("jkt", client.thumbprint()))
            .claim("authorization_details", details)
            .claim("policy_version", 1)
            .build();
    var jwt = new SignedJWT(header, claims);
    jwt.sign(signer);
    return jwt.serialize();
  }

  private static byte[] response(TokenRequestBody body, byte[] digest, String token)
      throws Exception {
    var response = new TokenResponse();
    response.setRequestId(body.getRequestId());
    response.setClientId(body.getClientId());
    response.setBodyDigest(ByteBuffer.wrap(digest));
    response.setToken(new IssuedToken(token, "DPoP", (int) LIFE, SCOPE, DETAILS));
    return Outputs.bytes(TokenResponse.getEncoder().encode(response));
  }

  private AuditRecord audit(
      ConsumerRecord<byte[], byte[]> record,
      TokenRequestBody body,
      byte[] digest,
      String jti,
      Instant now) {
    AuditRecord audit = outputs.audit(record, Flow.TOKEN, now);
    audit.setRequestId(body.getRequestId());
    audit.setClientId(body.getClientId());
    audit.setValService(body.getValService());
    audit.setService(body.getService());
    audit.setOperation("get");
    audit.setRule("all/visitors");
    audit.setPolicyVersion(1L);
    audit.setKeyId(header.getKeyID());
    audit.setJti(jti);
    audit.setIssuedAt(now.getEpochSecond());
    audit.setExpiresAt(now.getEpochSecond() + LIFE);
    audit.setRequestDigest(ByteBuffer.wrap(digest));
    audit.setBodyDigest(ByteBuffer.wrap(digest));
    audit.setFacts(Map.of("deadline", body.getDeadline().toString()));
    return audit;
  }

  private static String granted(String jkt) {
    return "{\"scope\":\""
        + SCOPE
        + "\",\"policy_version\":1,\"jkt\":\""
        + jkt
        + "\",\"authorization_details\":"
        + DETAILS
        + "}";
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.dpop.DPoPProofFactory;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.AccessTokenType;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.oauth2.sdk.token.DPoPTokenError;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.VerificationKey;
import org.sealspatial.local.demo.DemoWorld;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;

/** A standard OAuth client library, which knows nothing of this project, gets and uses a token. */
@WithKafka
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandardOAuthClientIT {
  private static final Scope GET_MAPS = new Scope("seal:SS_SmManagement:get");

  private LocalStack stack;
  private ECKey key;
  private DPoPProofFactory proofs;
  private AuthorizationServerMetadata server;

  @BeforeAll
  void start(KafkaUnderTest kafka, @TempDir Path folder) throws Exception {
    key = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
    proofs = new DefaultDPoPProofFactory(key, JWSAlgorithm.ES256);
    stack = StackUnderTest.start(kafka, folder, "oauth");
    CryptoProvider crypto = CryptoProvider.best();
    DemoWorld.apply(stack, VerificationKey.of(key.toPublicJWK(), crypto), crypto);
    server = AuthorizationServerMetadata.resolve(new Issuer(DemoWorld.gatewayUrl(stack)));
  }

  @AfterAll
  void stop() throws Exception {
    stack.close();
  }

  @Test
  void it_discovers_how_to_authenticate_and_where() {
    assertEquals(
        DemoWorld.gatewayUrl(stack) + "/oauth2/token", server.getTokenEndpointURI().toString());
    assertTrue(
        server.getTokenEndpointAuthMethods().contains(ClientAuthenticationMethod.PRIVATE_KEY_JWT));
    assertTrue(server.getTokenEndpointJWSAlgs().contains(JWSAlgorithm.ES256));
    assertTrue(server.getDPoPJWSAlgs().contains(JWSAlgorithm.ES256));
  }

  @Test
  void it_gets_a_token_and_the_map_with_it() throws Exception {
    TokenResponse response = ask(key, GET_MAPS);

    assertTrue(response.indicatesSuccess());
    AccessToken token = response.toSuccessResponse().getTokens().getAccessToken();
    assertEquals(AccessTokenType.DPOP, token.getType());
    assertEquals(GET_MAPS, token.getScope());
    HTTPResponse map = useToken((DPoPAccessToken) token, proofs);
    assertEquals(200, map.getStatusCode(), map.getBody());
    assertTrue(map.getBody().contains("fountain"), map.getBody());
  }

  @Test
  void it_reads_why_a_token_is_refused() throws Exception {
    TokenResponse service = ask(key, new Scope("seal:SS_SmLocalization:get"));
    ECKey unregistered = new ECKeyGenerator(Curve.P_256).generate();
    TokenResponse client = ask(unregistered, GET_MAPS);

    assertFalse(service.indicatesSuccess());
    assertEquals(OAuth2Error.INVALID_SCOPE, service.toErrorResponse().getErrorObject());
    assertEquals(OAuth2Error.INVALID_CLIENT, client.toErrorResponse().getErrorObject());
    assertEquals(401, client.toErrorResponse().getErrorObject().getHTTPStatusCode());
  }

  @Test
  void it_reads_why_the_resource_refuses_a_token_that_was_stolen() throws Exception {
    AccessToken token = ask(key, GET_MAPS).toSuccessResponse().getTokens().getAccessToken();
    ECKey thiefs = new ECKeyGenerator(Curve.P_256).generate();
    var thief = new DefaultDPoPProofFactory(thiefs, JWSAlgorithm.ES256);

    HTTPResponse refused = useToken((DPoPAccessToken) token, thief);

    assertEquals(401, refused.getStatusCode());
    var error = DPoPTokenError.parse(refused.getWWWAuthenticate());
    assertEquals(DPoPTokenError.INVALID_TOKEN.getCode(), error.getCode());
    assertTrue(error.getJWSAlgorithms().contains(JWSAlgorithm.ES256));
  }

  private TokenResponse ask(ECKey signing, Scope scope) throws Exception {
    URI endpoint = server.getTokenEndpointURI();
    var authentication =
        new PrivateKeyJWT(
            new ClientID(DemoWorld.CLIENT),
            URI.create(server.getIssuer().getValue()),
            JWSAlgorithm.ES256,
            signing.toECPrivateKey(),
            signing.getKeyID(),
            null);
    HTTPRequest request =
        new TokenRequest.Builder(endpoint, authentication, new ClientCredentialsGrant())
            .scope(scope)
            .customParameter("val_ue_id", "ue-1")
            .customParameter("val_service_id", DemoWorld.VAL_SERVICE)
            .build()
            .toHTTPRequest();
    request.setDPoP(proofs.createDPoPJWT("POST", endpoint));
    return TokenResponse.parse(request.send());
  }

  private HTTPResponse useToken(DPoPAccessToken token, DPoPProofFactory proving) throws Exception {
    String resource = DemoWorld.gatewayUrl(stack) + "/ssm-smm/v1/spatial-maps";
    String query = "?svc-id=" + DemoWorld.VAL_SERVICE + "&map-id=1";
    var request = new HTTPRequest(HTTPRequest.Method.GET, URI.create(resource + query));
    request.setAuthorization(token.toAuthorizationHeader());
    request.setDPoP(
        proving.createDPoPJWT("GET", URI.create(resource), new DPoPAccessToken(token.getValue())));
    return request.send();
  }
}

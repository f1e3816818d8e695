/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealspatial.lm.domain.Fixtures.anchor;
import static org.sealspatial.lm.domain.Fixtures.object;
import static org.sealspatial.lm.domain.Fixtures.plaza;
import static org.sealspatial.lm.token.TokenKit.CLIENT;
import static org.sealspatial.lm.token.TokenKit.CRYPTO;
import static org.sealspatial.lm.token.TokenKit.NOON;
import static org.sealspatial.lm.token.TokenKit.SIM;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.AuthorizationDetail;
import org.sealspatial.jose.AuthorizationDetail.AreaLimit;
import org.sealspatial.jose.Binding;
import org.sealspatial.jose.Proof;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.jose.replay.RequestMemory;
import org.sealspatial.lm.SpatialCall.Arrival;
import org.sealspatial.lm.SpatialCall.Ask;
import org.sealspatial.lm.SpatialCall.Credentials;
import org.sealspatial.lm.SpatialCall.Http;
import org.sealspatial.lm.SpatialCall.Ingress;
import org.sealspatial.lm.maps.IndexedSpatialMaps;
import org.sealspatial.lm.maps.MapChange;
import org.sealspatial.lm.port.Requestors.Requestor;
import org.sealspatial.lm.token.TokenKit;
import org.sealspatial.lm.token.TokenKit.Keys;
import org.sealspatial.lm.token.TokenValidation;
import org.sealspatial.schemas.FailureCause;

class SpatialAccessTest {
  private static final String TOPIC = "seal.spatial.requests.v1";
  private static final String SHOWN = "s".repeat(43);
  private static final String URI = "https://gw.example/ssm-smm/v1/spatial-maps";

  private final SpatialAccess lm =
      new SpatialAccess(new TokenValidation(TokenKit.SETTINGS, 100), CRYPTO, 100_000);
  private final RequestMemory memory = new RequestMemory(1_000, Duration.ofMinutes(10));
  private final IndexedSpatialMaps maps = new IndexedSpatialMaps();

  private Keys keys = Keys.of(SIM);
  private boolean revoked;
  private boolean stale;
  private boolean proofRequired = true;
  private boolean certificateBound;

  // The call under test, by its parts: each test changes one.
  private ObjectNode claims = TokenKit.claims("SS_SmManagement", "get", "read");
  private Ingress ingress = Ingress.DIRECT;
  private Optional<String> recordKey = Optional.of("ue-1");
  private boolean keyOwnsPartition = true;
  private boolean namesReplyPartition;
  private String requestId = "r-1";
  private String clientId = "client-a";
  private String service = "SS_SmManagement";
  private String operation = "get";
  private Map<String, String> parameters = Map.of("svc-id", "navigation", "map-id", "17");
  private Instant deadline = NOON.plusSeconds(5);
  private String digest = "digest-1";
  private String proofJti = "p-1";
  private SigningKey prover = CLIENT;
  private boolean proofSent = true;
  private Optional<String> scheme = Optional.of("DPoP");
  private Optional<String> shown = Optional.empty();
  private String provenTopic = TOPIC;
  private Instant proofMade = NOON;

  @BeforeEach
  void some_maps() {
    maps.apply(new MapChange.MapSet(plaza(), 1));
    maps.apply(new MapChange.ObjectSet(17, object("house", "buildings", 4.8, 52.5), 1));
    maps.apply(new MapChange.ObjectSet(17, object("oak", "trees", 4.2, 52.5), 1));
    maps.apply(new MapChange.AnchorSet(anchor("door", 4.8, 52.5), 1));
    maps.apply(new MapChange.AnchorSet(anchor("bench", 4.2, 52.5), 1));
  }

  @Test
  void answers_with_the_map_in_the_shape_of_ts_29_437() {
    SpatialReply reply = ask();
    JsonNode json = json(reply);
    assertEquals("navigation", json.path("svcId").asText());
    assertEquals(17, json.at("/mapInf/mapId").asInt());
    assertEquals("POLYGON", json.at("/mapInf/mapCov/geoServAr/geoArs/0/shape").asText());
    assertEquals(4, json.at("/mapInf/mapCov/geoServAr/geoArs/0/pointList").size());
    JsonNode layers = json.at("/mapInf/mapLyrList/lyrList");
    assertEquals("buildings", layers.at("/0/mapLyrId").asText());
    assertEquals("18", layers.at("/0/mapLyrInf/mapAsc").asText());
    JsonNode house = layers.at("/0/objList/0");
    assertEquals("house", house.path("objId").asText());
    assertEquals("LOCAL_3D_POINT_UNCERTAINTY_ELLIPSOID", house.at("/objPos/shape").asText());
    assertTrue(house.at("/objPos/point/x").isNumber());
    assertFalse(reply.withheld());
  }

  @Test
  void tells_the_audit_who_asked_with_which_token() {
    SpatialReply reply = ask();
    assertTrue(reply.authenticated());
    assertEquals(Optional.of("client-a"), reply.facts().clientId());
    assertEquals(Optional.of("ue-1"), reply.facts().subject());
    assertEquals(Optional.of("map 17"), reply.facts().resource());
    assertEquals("jti-1", reply.facts().token().orElseThrow().jti());
    assertEquals(SIM.kid(), reply.facts().token().orElseThrow().kid());
    assertTrue(reply.facts().proofHash().isPresent());
  }

  @Test
  void read_answers_with_the_resource() {
    operation = "read";
    parameters = Map.of("map-id", "17");
    assertEquals(17, json(ask()).at("/smProf/mapId").asInt());
  }

  @Test
  void withholds_what_the_grant_does_not_hold() {
    grant(List.of(), area(4, 52, 4.5, 52, 4.5, 53, 4, 53));
    SpatialReply reply = ask();
    String text = reply.answer().orElseThrow().json();
    assertTrue(text.contains("oak"));
    assertFalse(text.contains("house"));
    assertTrue(reply.withheld());
  }

  @Test
  void a_late_request_gets_nothing() {
    deadline = NOON.minusMillis(1);
    assertRefused(FailureCause.REQUEST_EXPIRED, false);
  }

  @Test
  void a_request_without_a_token_gets_nothing() {
    SpatialCall call = call();
    var without =
        new SpatialCall(
            call.arrival(),
            call.ask(),
            new Credentials("", Optional.empty(), "b", "d"),
            call.http());
    assertEquals(
        Optional.of(FailureCause.TOKEN_MISSING),
        lm.handle(without, state(), memory, NOON).refusal());
  }

  @Test
  void a_stale_view_of_revocations_refuses_all() {
    stale = true;
    assertRefused(FailureCause.REVOCATIONS_STALE, false);
    stale = false;
    assertTrue(ask().answer().isPresent());
  }

  @Test
  void without_any_key_nothing_is_verified() {
    keys = new Keys();
    assertRefused(FailureCause.KEYS_UNAVAILABLE, false);
  }

  @Test
  void a_token_of_another_client_is_refused() {
    clientId = "client-b";
    assertRefused(FailureCause.REQUESTOR_MISMATCH, false);
  }

  @Test
  void a_client_that_is_not_registered_is_refused() {
    claims.put("client_id", "ghost");
    clientId = "ghost";
    assertRefused(FailureCause.UNKNOWN_CLIENT, false);
  }

  @Test
  void a_record_key_other_than_the_val_ue_is_refused() {
    recordKey = Optional.of("ue-2");
    assertRefused(FailureCause.KEY_MISMATCH, false);
  }

  @Test
  void a_record_without_a_key_is_refused() {
    recordKey = Optional.empty();
    assertRefused(FailureCause.KEY_MISMATCH, false);
  }

  @Test
  void a_record_in_the_wrong_partition_is_refused() {
    keyOwnsPartition = false;
    assertRefused(FailureCause.KEY_MISMATCH, false);
  }

  @Test
  void a_token_without_its_proof_is_refused() {
    proofSent = false;
    assertRefused(FailureCause.PROOF_REQUIRED, false);
  }

  @Test
  void a_proof_of_another_key_is_refused() {
    prover = SigningKey.generate(Algorithm.ES256, CRYPTO);
    assertRefused(FailureCause.TOKEN_BINDING, false);
  }

  @Test
  void a_proof_for_another_topic_is_refused() {
    provenTopic = "seal.other.v1";
    assertRefused(FailureCause.PROOF_INVALID, false);
  }

  @Test
  void a_proof_that_is_too_old_is_refused() {
    proofMade = NOON.minusSeconds(61);
    assertRefused(FailureCause.PROOF_INVALID, false);
  }

  @Test
  void an_http_proof_is_no_proof_on_the_direct_topic() {
    overHttp();
    SpatialCall http = call();
    var moved =
        new SpatialCall(
            new Arrival(Ingress.DIRECT, TOPIC, Optional.of("ue-1"), true, NOON, false),
            http.ask(),
            http.credentials(),
            Optional.empty());
    assertEquals(
        Optional.of(FailureCause.PROOF_INVALID), lm.handle(moved, state(), memory, NOON).refusal());
  }

  @Test
  void http_facts_on_the_direct_topic_are_refused() {
    overHttp();
    ingress = Ingress.DIRECT;
    SpatialCall call = call();
    var forged =
        new SpatialCall(
            call.arrival(),
            call.ask(),
            call.credentials(),
            Optional.of(new Http("GET", URI, scheme, Optional.of(SHOWN))));
    assertEquals(
        Optional.of(FailureCause.REQUEST_MALFORMED),
        lm.handle(forged, state(), memory, NOON).refusal());
  }

  @Test
  void dpop_over_http_is_answered() {
    overHttp();
    assertTrue(ask().answer().isPresent());
  }

  @Test
  void a_bound_token_as_bearer_is_refused() {
    overHttp();
    scheme = Optional.of("Bearer");
    assertRefused(FailureCause.TOKEN_BINDING, false);
  }

  @Test
  void an_unbound_token_is_good_as_bearer_over_http_where_the_client_may() {
    overHttp();
    unbound();
    proofRequired = false;
    assertTrue(ask().answer().isPresent());
    assertTrue(ask().duplicate());
  }

  @Test
  void an_unbound_token_of_a_client_that_must_prove_is_refused() {
    overHttp();
    unbound();
    assertRefused(FailureCause.PROOF_REQUIRED, false);
  }

  @Test
  void an_unbound_token_is_refused_on_the_direct_topic() {
    claims.remove("cnf");
    proofRequired = false;
    assertRefused(FailureCause.TOKEN_BINDING, false);
  }

  @Test
  void an_unbound_token_is_refused_under_the_dpop_scheme() {
    overHttp();
    unbound();
    proofRequired = false;
    scheme = Optional.of("DPoP");
    assertRefused(FailureCause.TOKEN_BINDING, false);
  }

  @Test
  void a_certificate_bound_token_is_good_as_bearer_over_a_connection_with_that_certificate() {
    overHttp();
    unbound();
    withCertificate();
    assertTrue(ask().answer().isPresent());
  }

  @Test
  void a_certificate_bound_token_is_refused_over_another_certificate_and_over_none() {
    overHttp();
    unbound();
    withCertificate();
    shown = Optional.of("o".repeat(43));
    assertRefused(FailureCause.TOKEN_BINDING, false);
    shown = Optional.empty();
    assertRefused(FailureCause.TOKEN_BINDING, false);
  }

  @Test
  void a_certificate_bound_token_is_refused_under_the_dpop_scheme() {
    overHttp();
    unbound();
    withCertificate();
    scheme = Optional.of("DPoP");
    assertRefused(FailureCause.TOKEN_BINDING, false);
    proofSent = true;
    assertRefused(FailureCause.TOKEN_BINDING, false);
  }

  @Test
  void a_certificate_alone_does_not_spare_a_client_the_proof_it_is_registered_with() {
    overHttp();
    unbound();
    withCertificate();
    proofRequired = true;
    assertRefused(FailureCause.PROOF_REQUIRED, false);
  }

  @Test
  void a_token_with_key_and_certificate_needs_both() {
    overHttp();
    withCertificate();
    proofRequired = true;
    assertTrue(ask().answer().isPresent());

    requestId = "r-2";
    shown = Optional.empty();
    assertRefused(FailureCause.TOKEN_BINDING, false);
    shown = Optional.of(SHOWN);
    proofSent = false;
    assertRefused(FailureCause.PROOF_REQUIRED, false);
    proofSent = true;
    prover = SigningKey.generate(Algorithm.ES256, CRYPTO);
    assertRefused(FailureCause.TOKEN_BINDING, false);
  }

  @Test
  void a_certificate_bound_token_is_refused_on_the_direct_topic_with_or_without_its_key() {
    withCertificate();
    assertRefused(FailureCause.TOKEN_BINDING, false);
    ((ObjectNode) claims.get("cnf")).remove("jkt");
    assertRefused(FailureCause.TOKEN_BINDING, false);
  }

  @Test
  void over_http_a_client_registered_with_a_certificate_may_have_no_token_without_one() {
    overHttp();
    certificateBound = true;
    shown = Optional.of(SHOWN);
    assertRefused(FailureCause.TOKEN_BINDING, false);
  }

  @Test
  void the_key_bound_token_of_a_client_registered_with_a_certificate_is_good_over_kafka() {
    certificateBound = true;
    assertTrue(ask().answer().isPresent());
  }

  private void withCertificate() {
    ObjectNode cnf = claims.has("cnf") ? (ObjectNode) claims.get("cnf") : claims.putObject("cnf");
    cnf.put("x5t#S256", SHOWN);
    shown = Optional.of(SHOWN);
    certificateBound = true;
    proofRequired = false;
  }

  @Test
  void a_revoked_token_is_refused_and_remembered() {
    revoked = true;
    assertRefused(FailureCause.TOKEN_REVOKED, true);
    assertEquals(1, memory.size());
  }

  @Test
  void the_same_request_again_is_a_duplicate_and_uses_up_no_room_for_another() {
    assertFalse(ask().duplicate());
    SpatialReply again = ask();
    assertTrue(again.duplicate());
    assertTrue(again.answer().isPresent());
  }

  /** Over HTTP the answer goes to whoever asks: who copied the request must not get it. */
  @Test
  void over_http_the_same_request_again_needs_a_proof_of_its_own() {
    overHttp();
    assertTrue(ask().answer().isPresent());
    SpatialReply copied = assertRefused(FailureCause.PROOF_REPLAYED, true);
    assertEquals(Optional.empty(), copied.facts().proofHash(), "what is used up stays so");
    proofJti = "p-2";
    SpatialReply again = ask();
    assertTrue(again.duplicate());
    assertTrue(again.answer().isPresent());
    assertRefused(FailureCause.PROOF_REPLAYED, true);
  }

  @Test
  void a_duplicate_of_a_revoked_token_is_refused() {
    ask();
    revoked = true;
    SpatialReply again = assertRefused(FailureCause.TOKEN_REVOKED, true);
    assertTrue(again.duplicate());
  }

  @Test
  void a_refusal_is_repeated() {
    parameters = Map.of("svc-id", "navigation", "map-id", "99");
    assertRefused(FailureCause.MAP_NOT_FOUND, true);
    proofJti = "p-2";
    assertTrue(assertRefused(FailureCause.MAP_NOT_FOUND, true).duplicate());
  }

  @Test
  void a_request_id_stands_for_one_request() {
    ask();
    digest = "digest-2";
    proofJti = "p-2";
    assertRefused(FailureCause.REQUEST_ID_REUSED, true);
  }

  @Test
  void a_proof_is_good_for_one_request() {
    ask();
    requestId = "r-2";
    digest = "digest-2";
    assertRefused(FailureCause.PROOF_REPLAYED, true);
  }

  @Test
  void a_full_memory_refuses_and_can_be_asked_again_later() {
    var full = new RequestMemory(0, Duration.ofMinutes(10));
    SpatialReply reply = lm.handle(call(), state(), full, NOON);
    assertEquals(Optional.of(FailureCause.BACKPRESSURE), reply.refusal());
    assertEquals(0, full.size());
  }

  @Test
  void an_unauthenticated_request_leaves_no_trace_in_the_memory() {
    prover = SigningKey.generate(Algorithm.ES256, CRYPTO);
    ask();
    assertEquals(0, memory.size());
  }

  @Test
  void an_unknown_operation_is_refused() {
    operation = "drop";
    assertRefused(FailureCause.OPERATION_UNKNOWN, true);
  }

  @Test
  void a_token_for_another_service_is_refused() {
    claims = TokenKit.claims("SS_SAnDiscovery", "discover");
    assertRefused(FailureCause.SCOPE_INSUFFICIENT, true);
  }

  @Test
  void a_reply_partition_on_the_direct_topic_is_refused() {
    namesReplyPartition = true;
    assertRefused(FailureCause.REQUEST_MALFORMED, false);
  }

  @Test
  void a_parameter_too_many_or_too_few_is_refused() {
    parameters = Map.of("svc-id", "navigation", "map-id", "17", "admin", "true");
    assertRefused(FailureCause.REQUEST_MALFORMED, true);
    requestId = "r-2";
    proofJti = "p-2";
    parameters = Map.of("svc-id", "navigation");
    assertRefused(FailureCause.REQUEST_MALFORMED, true);
  }

  @Test
  void a_map_is_narrowed_to_the_area_that_was_asked_for_and_that_withholds_nothing() {
    parameters =
        Map.of("map-id", "17", "area-int", areaJson(4.1, 52.4, 4.3, 52.4, 4.3, 52.6, 4.1, 52.6));
    SpatialReply reply = ask();
    assertTrue(reply.answer().orElseThrow().json().contains("oak"), "inside the area");
    assertFalse(reply.answer().orElseThrow().json().contains("house"), "outside the area");
    assertFalse(reply.withheld(), "what was not asked for is not withheld");
  }

  @Test
  void a_map_that_has_nothing_in_the_area_is_not_found() {
    parameters = Map.of("map-id", "17", "area-int", areaJson(10, 10, 11, 10, 11, 11, 10, 11));
    assertRefused(FailureCause.MAP_NOT_YOURS, true);
  }

  @Test
  void an_answer_over_the_limit_is_refused_before_it_is_sent() {
    for (int i = 0; i < 1_000; i++) {
      maps.apply(new MapChange.ObjectSet(17, object("o" + i, "trees", 4.2, 52.5), 1));
    }
    assertRefused(FailureCause.MAP_TOO_LARGE, true);
    parameters =
        Map.of("svc-id", "navigation", "map-id", "17", "map-layer-list", layers("buildings"));
    requestId = "r-2";
    proofJti = "p-2";
    assertTrue(ask().answer().isPresent());
  }

  @Test
  void finds_anchors_in_the_area_of_interest() {
    anchorsIn(4.1, 52.4, 4.3, 52.4, 4.3, 52.6, 4.1, 52.6);
    SpatialReply reply = ask();
    assertEquals(1, json(reply).path("results").size());
    assertEquals("bench", json(reply).at("/results/0/anchorId").asText());
    assertFalse(reply.withheld());
  }

  @Test
  void a_hidden_anchor_and_none_at_all_look_the_same() {
    anchorsIn(4.7, 52.4, 4.9, 52.4, 4.9, 52.6, 4.7, 52.6);
    claims =
        TokenKit.claims(
            "SS_SAnDiscovery",
            new AuthorizationDetail(
                List.of("discover"), List.of(), List.of(), area(4, 52, 4.5, 52, 4.5, 53, 4, 53)),
            "discover");
    SpatialReply hidden = ask();
    maps.apply(new MapChange.AnchorRemoved("door", 2));
    requestId = "r-2";
    proofJti = "p-2";
    assertEquals(ask().answer(), hidden.answer());
    assertTrue(hidden.withheld());
  }

  @Test
  void finds_maps_in_the_area_of_interest_without_their_objects() {
    claims = TokenKit.claims("SS_SmDiscovery", "request");
    service = "SS_SmDiscovery";
    operation = "request";
    parameters = Map.of("area-int", areaJson(4.1, 52.4, 4.3, 52.4, 4.3, 52.6));
    JsonNode json = json(ask());
    assertEquals(17, json.at("/results/0/mapId").asInt());
    assertFalse(json.toString().contains("oak"));
  }

  private void overHttp() {
    ingress = Ingress.HTTP;
    recordKey = Optional.of(CLIENT.publicHalf().thumbprint());
  }

  private void unbound() {
    claims.remove("cnf");
    recordKey = Optional.of("client-a");
    scheme = Optional.of("Bearer");
    proofSent = false;
  }

  private void anchorsIn(double... ring) {
    claims = TokenKit.claims("SS_SAnDiscovery", "discover");
    service = "SS_SAnDiscovery";
    operation = "discover";
    parameters = Map.of("area-int", areaJson(ring));
  }

  private void grant(List<String> layers, Optional<AreaLimit> area) {
    claims =
        TokenKit.claims(
            "SS_SmManagement",
            new AuthorizationDetail(List.of("get"), List.of(), layers, area),
            "get");
  }

  private static Optional<AreaLimit> area(double... ring) {
    List<Double> corners = java.util.Arrays.stream(ring).boxed().toList();
    return Optional.of(new AreaLimit(corners, Optional.empty(), Optional.empty()));
  }

  private static String areaJson(double... ring) {
    ObjectNode area = StrictJson.object();
    ObjectNode shape = area.putObject("geoServAr").putArray("geoArs").addObject();
    var points = shape.put("shape", "POLYGON").putArray("pointList");
    for (int i = 0; i < ring.length; i += 2) {
      points.addObject().put("lon", ring[i]).put("lat", ring[i + 1]);
    }
    return StrictJson.text(area);
  }

  private static String layers(String layer) {
    return "{\"lyrList\":[{\"mapLyrId\":\"" + layer + "\"}]}";
  }

  private SpatialReply ask() {
    return lm.handle(call(), state(), memory, NOON);
  }

  private SpatialReply assertRefused(FailureCause cause, boolean authenticated) {
    SpatialReply reply = ask();
    assertEquals(Optional.of(cause), reply.refusal());
    assertEquals(authenticated, reply.authenticated());
    return reply;
  }

  private static JsonNode json(SpatialReply reply) {
    assertEquals(Optional.empty(), reply.refusal());
    return StrictJson.read(reply.answer().orElseThrow().json()).orElseThrow();
  }

  private LmState state() {
    var client =
        new Requestor(
            "client-a",
            Optional.of("fleet"),
            Set.of("navigation"),
            proofRequired,
            certificateBound,
            Optional.empty());
    return new LmState(
        keys,
        token -> revoked,
        id -> Optional.of(client).filter(c -> c.clientId().equals(id)),
        maps.snapshot(),
        stale);
  }

  private SpatialCall call() {
    String token = TokenKit.sign(claims);
    Binding binding =
        ingress == Ingress.DIRECT
            ? new Binding.Record(provenTopic, requestId, "body-1")
            : new Binding.Http("GET", URI);
    Optional<String> proof =
        proofSent
            ? Optional.of(
                prover.signProof(
                    ingress == Ingress.DIRECT ? Proof.RECORD_TYP : Proof.HTTP_TYP,
                    Proof.claims(binding, Optional.of(token), proofJti, proofMade)))
            : Optional.empty();
    return new SpatialCall(
        new Arrival(ingress, TOPIC, recordKey, keyOwnsPartition, NOON, namesReplyPartition),
        new Ask(requestId, clientId, service, operation, parameters, deadline),
        new Credentials(token, proof, "body-1", digest),
        ingress == Ingress.HTTP
            ? Optional.of(new Http("GET", URI, scheme, shown))
            : Optional.empty());
  }
}

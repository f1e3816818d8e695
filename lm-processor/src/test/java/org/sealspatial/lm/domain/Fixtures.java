/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.domain;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.sealspatial.lm.domain.VerifiedToken.Identity;
import org.sealspatial.lm.domain.VerifiedToken.Issue;
import org.sealspatial.lm.domain.VerifiedToken.Scope;

/** Named places and people with a valid default, to be changed by one field. */
public final class Fixtures {
  public static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  public static final Volume PLAZA = Volume.of(4, 52, 5, 52, 5, 53, 4, 53);
  public static final Volume WEST_OF_PLAZA = Volume.of(4, 52, 4.5, 52, 4.5, 53, 4, 53);
  public static final Volume ELSEWHERE = Volume.of(10, 10, 11, 10, 11, 11, 10, 11);

  private Fixtures() {}

  public static SpatialMap plaza(String... allowed) {
    return new SpatialMap(
        17,
        Optional.of("navigation"),
        PLAZA,
        Set.of(allowed),
        List.of(
            new MapLayer("buildings", Optional.empty(), Optional.of("18")),
            new MapLayer("trees", Optional.of(WEST_OF_PLAZA), Optional.empty())));
  }

  public static Grant grant(Set<Long> maps, Set<String> layers, Volume area) {
    return new Grant(
        Set.of("get", "read", "discover", "request"), maps, layers, Optional.ofNullable(area));
  }

  public static VerifiedToken token(String service, Grant... grants) {
    return new VerifiedToken(
        new Identity("client-a", "ue-1", Set.of("navigation")),
        new Issue("jti-1", "kid-1", NOON.minusSeconds(10), NOON.plusSeconds(290), 3),
        new Scope(service, Set.of("get", "read", "discover", "request")),
        Optional.of("thumbprint"),
        Optional.empty(),
        List.of(grants));
  }

  public static SpatialQuestion question(String service, String operation, String... layers) {
    return new SpatialQuestion(
        service,
        operation,
        OptionalLong.of(17),
        new HashSet<>(List.of(layers)),
        Set.of(),
        List.of(),
        Optional.of("navigation"),
        Set.of(),
        Optional.empty());
  }

  public static SpatialQuestion anchorsIn(Volume... area) {
    return new SpatialQuestion(
        "SS_SAnDiscovery",
        "discover",
        OptionalLong.empty(),
        Set.of(),
        Set.of(),
        List.of(area),
        Optional.empty(),
        Set.of(),
        Optional.empty());
  }

  public static MapObject object(String id, String layer, double lon, double lat) {
    return new MapObject(id, layer, "Building", Position.of(lon, lat), Optional.empty());
  }

  public static SpatialAnchor anchor(String id, double lon, double lat) {
    return new SpatialAnchor(
        id,
        Position.of(lon, lat),
        SpatialAnchor.MapPlace.NOWHERE,
        new SpatialAnchor.Service("navigation", "https://nav.example/anchors"),
        Optional.empty(),
        SpatialAnchor.Access.OPEN);
  }

  public static SpatialAnchor with(SpatialAnchor anchor, SpatialAnchor.Access access) {
    return new SpatialAnchor(
        anchor.id(),
        anchor.position(),
        anchor.place(),
        anchor.service(),
        anchor.applicationInfo(),
        access);
  }

  public static SpatialAnchor with(SpatialAnchor anchor, SpatialAnchor.MapPlace place) {
    return new SpatialAnchor(
        anchor.id(),
        anchor.position(),
        place,
        anchor.service(),
        anchor.applicationInfo(),
        anchor.access());
  }
}

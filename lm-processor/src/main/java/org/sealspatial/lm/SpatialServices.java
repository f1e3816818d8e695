/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm;

import static org.sealspatial.schemas.FailureCause.MAP_TOO_LARGE;
import static org.sealspatial.schemas.FailureCause.REQUEST_MALFORMED;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.sealspatial.lm.domain.AccessDecision;
import org.sealspatial.lm.domain.AccessDecision.Allowed;
import org.sealspatial.lm.domain.AccessDecision.Denied;
import org.sealspatial.lm.domain.AccessPolicy;
import org.sealspatial.lm.domain.DiscoveryClip;
import org.sealspatial.lm.domain.MapClip;
import org.sealspatial.lm.domain.SpatialAnchor;
import org.sealspatial.lm.domain.SpatialMap;
import org.sealspatial.lm.domain.SpatialQuestion;
import org.sealspatial.lm.json.AnchorsAnswer;
import org.sealspatial.lm.json.Answer;
import org.sealspatial.lm.json.MapAnswer;
import org.sealspatial.lm.json.MapsAnswer;
import org.sealspatial.lm.maps.SpatialMaps;

/**
 * The spatial localization services (TS 23.437 table 9.7.1-1) and their operations, as data: a new
 * one is a new entry.
 */
final class SpatialServices {
  /** Most things a discovery looks at; more asks for a smaller area. */
  static final int MAX_EXAMINED = 20_000;

  private static final AccessPolicy POLICY = new AccessPolicy();
  private static final Set<String> FEATURES = Set.of("supp-feats");

  private static final Map<String, Map<String, SpatialService>> SERVICES =
      Map.of(
          "SS_SmManagement",
          Map.of(
              "get",
              new SpatialService(
                  Set.of("svc-id", "map-id", "map-layer-list", "aug-with", "area-int"),
                  Set.of("map-id"),
                  SpatialServices::mapOf,
                  asked -> map(asked, MapAnswer::retrieved)),
              "read",
              new SpatialService(
                  Set.of("map-id"),
                  Set.of("map-id"),
                  SpatialServices::mapOf,
                  asked -> map(asked, MapAnswer::resource))),
          "SS_SmDiscovery",
          Map.of(
              "request",
              new SpatialService(
                  plus(FEATURES, "svc-id", "area-int"),
                  Set.of("area-int"),
                  question -> "maps",
                  SpatialServices::discoverMaps)),
          "SS_SAnDiscovery",
          Map.of(
              "discover",
              new SpatialService(
                  plus(FEATURES, "anchor-ids", "area-int", "svc-id", "anch-inf", "client-location"),
                  Set.of(),
                  SpatialServices::anchorsOf,
                  SpatialServices::discoverAnchors)));

  private SpatialServices() {}

  static Optional<SpatialService> find(String service, String operation) {
    return Optional.ofNullable(SERVICES.getOrDefault(service, Map.of()).get(operation));
  }

  private static Set<String> plus(Set<String> names, String... more) {
    var all = new HashSet<>(names);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }

  private static String mapOf(SpatialQuestion question) {
    return "map " + question.mapId().orElseThrow();
  }

  private static String anchorsOf(SpatialQuestion question) {
    return question.anchorIds().isEmpty()
        ? "anchors"
        : "anchors " + String.join(",", question.anchorIds().stream().sorted().limit(8).toList());
  }

  private static AccessDecision<Answer> map(
      Asked asked, BiFunction<MapClip, SpatialMaps, Answer> answer) {
    if (asked.question().area().size() > 1) {
      return new Denied<>(REQUEST_MALFORMED); // a map is narrowed to one area
    }
    Optional<SpatialMap> map = asked.maps().find(asked.question().mapId().orElseThrow());
    return POLICY
        .decide(asked.token(), asked.question(), map)
        .fold(clip -> new Allowed<>(answer.apply(clip, asked.maps())), Denied::new);
  }

  private static AccessDecision<Answer> discoverAnchors(Asked asked) {
    return POLICY
        .decide(asked.token(), asked.question(), asked.now())
        .fold(clip -> anchors(asked, clip), Denied::new);
  }

  private static AccessDecision<Answer> anchors(Asked asked, DiscoveryClip clip) {
    var found = new ArrayList<SpatialAnchor>();
    var budget = new Budget();
    if (!asked.question().anchorIds().isEmpty()) {
      for (String id : asked.question().anchorIds().stream().sorted().toList()) {
        asked.maps().anchor(id).filter(clip::shows).ifPresent(found::add);
      }
    } else if (!clip.looksNowhere()) {
      asked
          .maps()
          .anchors(
              clip.reach(),
              anchor -> {
                if (clip.shows(anchor)) {
                  found.add(anchor);
                }
                return budget.spend();
              });
    }
    // The order of the index would tell of what is hidden.
    found.sort(Comparator.comparing(SpatialAnchor::id));
    return budget.isSpent()
        ? new Denied<>(MAP_TOO_LARGE)
        : new Allowed<>(new AnchorsAnswer(found, clip));
  }

  private static AccessDecision<Answer> discoverMaps(Asked asked) {
    return POLICY
        .decide(asked.token(), asked.question(), asked.now())
        .fold(clip -> maps(asked, clip), Denied::new);
  }

  private static AccessDecision<Answer> maps(Asked asked, DiscoveryClip discovery) {
    var found = new ArrayList<MapClip>();
    var budget = new Budget();
    if (!discovery.looksNowhere()) {
      asked
          .maps()
          .maps(
              discovery.reach(),
              map -> {
                POLICY
                    .decide(asked.token(), asked.question(), Optional.of(map))
                    .fold(found::add, cause -> false);
                return budget.spend();
              });
    }
    found.sort(Comparator.comparing(clip -> clip.map().id()));
    return budget.isSpent()
        ? new Denied<>(MAP_TOO_LARGE)
        : new Allowed<>(new MapsAnswer(found, discovery.withheld()));
  }

  /** Bounds the work of one question. */
  private static final class Budget {
    private int examined;

    boolean spend() {
      return ++examined <= MAX_EXAMINED;
    }

    boolean isSpent() {
      return examined > MAX_EXAMINED;
    }
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sealspatial.bench.load.Letters;
import org.sealspatial.bench.load.SpatialLetters;
import org.sealspatial.bench.load.TokenLetters;
import org.sealspatial.bench.load.World;
import org.sealspatial.bench.measure.Side;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.SpatialResponse;

/** The kinds of request that are measured, and who answers them. */
enum Kind {
  ISSUE("issue", "sim", Topic.TOKEN_REQUESTS),
  VALIDATE("validate", "lm", Topic.SPATIAL_REQUESTS),
  VALIDATE_CACHED("validate-cached", "lm", Topic.SPATIAL_REQUESTS);

  private static final int SEEN_TOKENS = 10_000;

  private final String job;
  private final String role;
  private final Topic topic;

  Kind(String job, String role, Topic topic) {
    this.job = job;
    this.role = role;
    this.topic = topic;
  }

  /** The ceiling's name for it. */
  String job() {
    return job;
  }

  /** The role of the product that answers. */
  String role() {
    return role;
  }

  Topic topic() {
    return topic;
  }

  /** The tables that the role reads: each is named in its audit records. */
  List<String> tables(World world) {
    List<Topic> common = List.of(Topic.CLIENTS, Topic.KEYS, Topic.REVOCATIONS);
    List<Topic> own =
        this == ISSUE
            ? List.of(Topic.POLICIES)
            : List.of(Topic.SPATIAL_MAPS, Topic.SPATIAL_ANCHORS);
    return Stream.concat(common.stream(), own.stream()).map(world::topic).toList();
  }

  Letters letters(World world, boolean quick) throws Exception {
    return switch (this) {
      case ISSUE -> new TokenLetters(world);
      case VALIDATE -> SpatialLetters.firstSeen(world);
      case VALIDATE_CACHED -> SpatialLetters.seenBefore(world, quick ? 500 : SEEN_TOKENS);
    };
  }

  /** Settings that make the ceiling give the very answer that the product gives. */
  Map<String, String> sample(Side product) throws Exception {
    if (this == ISSUE) {
      return Map.of();
    }
    product.saturated(1);
    byte[] reply = product.answers().lastReply();
    return Map.of("content", new Wire().decode(reply, SpatialResponse.class).getContent());
  }
}

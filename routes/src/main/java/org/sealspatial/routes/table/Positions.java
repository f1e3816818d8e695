/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.sealspatial.schemas.Topic;

/** How far a reader is in each of its topics. */
final class Positions {
  private final String topicPrefix;
  private final Map<Topic, Progress> all = new EnumMap<>(Topic.class);

  Positions(String topicPrefix, Collection<Topic> topics) {
    this.topicPrefix = topicPrefix;
    topics.forEach(topic -> all.put(topic, new Progress(System.nanoTime())));
  }

  Set<Topic> topics() {
    return all.keySet();
  }

  boolean include(Topic topic) {
    return all.containsKey(topic);
  }

  Progress of(Topic topic) {
    Progress own = all.get(topic);
    if (own == null) {
      throw new IllegalArgumentException("not read here: " + topic);
    }
    return own;
  }

  boolean haveReached(Map<Topic, Long> goal) {
    return goal.entrySet().stream().allMatch(end -> of(end.getKey()).position() >= end.getValue());
  }

  /** Whether these, which may be of fewer topics, are nowhere behind others. */
  boolean areNotBehind(Positions others) {
    return all.entrySet().stream()
        .allMatch(own -> own.getValue().position() >= others.of(own.getKey()).position());
  }

  /** Goes on from where others, which may be of fewer topics, stand. */
  void takeOver(Positions others) {
    others.all.forEach((topic, theirs) -> of(topic).reached(theirs.position()));
  }

  /** Topic, by its full name, to the offset read next. */
  Map<String, Long> offsets() {
    Map<String, Long> offsets = new HashMap<>();
    all.forEach((topic, own) -> offsets.put(topic.in(topicPrefix), own.position()));
    return offsets;
  }

  /** Whether a view with these offsets has all that a state has, or all there is since a moment. */
  boolean cover(Map<String, Long> state, Map<String, Long> offsets, long since) {
    return all.entrySet().stream()
        .allMatch(
            table -> {
              String name = table.getKey().in(topicPrefix);
              long wanted = state.getOrDefault(name, 0L);
              return offsets.getOrDefault(name, 0L) >= wanted
                  || table.getValue().endsBefore(wanted, since);
            });
  }
}

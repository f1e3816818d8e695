/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.maps;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.sealspatial.lm.domain.Position;
import org.sealspatial.lm.domain.Volume;

/**
 * Things at one position each; immutable.
 *
 * @param <V> the thing
 */
record Places<V>(QuadTree<String, Place<V>> tree, int count) {
  private static final Envelope EVERYWHERE = new Envelope(-180, 180, -90, 90);

  /** A thing and where it is. */
  record Place<V>(Position position, V thing) {}

  static <V> Places<V> none() {
    return new Places<>(QuadTree.empty(), 0);
  }

  /** With a thing whose key must not be in here. */
  Places<V> plus(String key, Position position, V thing) {
    return new Places<>(tree.plus(entry(key, position, thing)), count + 1);
  }

  /** Without a thing that must be in here. */
  Places<V> minus(String key, Position position) {
    return new Places<>(tree.minus(entry(key, position, null)), count - 1);
  }

  private static <V> QuadTree.Entry<String, Place<V>> entry(String key, Position at, V thing) {
    var box = new Envelope(new Coordinate(at.longitude(), at.latitude()));
    return new QuadTree.Entry<>(key, box, new Place<>(at, thing));
  }

  void search(List<Volume> where, Predicate<V> visitor) {
    if (where.isEmpty()) {
      tree.search(EVERYWHERE, entry -> visitor.test(entry.value().thing()));
      return;
    }
    boolean overlaps = where.size() > 1 || where.get(0).boxes().size() > 1;
    // Boxes may overlap: a thing is visited once.
    Set<String> seen = overlaps ? new HashSet<>() : null;
    for (Volume volume : where) {
      Predicate<QuadTree.Entry<String, Place<V>>> visit =
          entry ->
              !volume.contains(entry.value().position())
                  || overlaps && !seen.add(entry.key())
                  || visitor.test(entry.value().thing());
      for (Envelope box : volume.boxes()) {
        if (!tree.search(box, visit)) {
          return;
        }
      }
    }
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.maps;

import java.util.function.Predicate;
import org.locationtech.jts.geom.Envelope;

/**
 * An immutable index of things with an extent, by longitude and latitude: a loose quadtree. A thing
 * lies in the smallest cell that holds its centre and is no smaller than it, so it reaches at most
 * half a cell beyond, and each change copies one path of at most 28 cells.
 *
 * @param <K> key of a thing; equal keys replace each other
 * @param <V> the thing
 */
final class QuadTree<K, V> {
  /** A thing and where it is. */
  record Entry<K, V>(K key, Envelope box, V value) {
    double x() {
      return (box.getMinX() + box.getMaxX()) / 2;
    }

    double y() {
      return (box.getMinY() + box.getMaxY()) / 2;
    }

    double size() {
      return Math.max(box.getWidth(), box.getHeight());
    }
  }

  private final QuadCell<K, V> root;

  private QuadTree(QuadCell<K, V> root) {
    this.root = root;
  }

  static <K, V> QuadTree<K, V> empty() {
    return new QuadTree<>(QuadCell.<K, V>leaf(0, 0, 180, 0));
  }

  QuadTree<K, V> plus(Entry<K, V> entry) {
    return new QuadTree<>(root.plus(entry));
  }

  /** Without the entry of this key, which must be given as it was put in. */
  QuadTree<K, V> minus(Entry<K, V> entry) {
    return new QuadTree<>(root.minus(entry));
  }

  /** Visits entries whose box meets this one; false where the visitor ended it. */
  boolean search(Envelope box, Predicate<Entry<K, V>> visitor) {
    return root.search(box, visitor);
  }
}

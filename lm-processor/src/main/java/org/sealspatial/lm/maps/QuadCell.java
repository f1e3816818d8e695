/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.maps;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.locationtech.jts.geom.Envelope;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * A cell of a {@link QuadTree}, immutable: a leaf with a few entries, or four quarters and the
 * entries that fit in none of them.
 */
final class QuadCell<K, V> {
  private static final int LEAF_SIZE = 16;
  private static final int DEEPEST = 28;

  private final double x;
  private final double y;
  private final double half;
  private final int depth;
  private final List<QuadTree.Entry<K, V>> few; // of a leaf
  private final PMap<K, QuadTree.Entry<K, V>> stuck; // too large for a child, or at the bottom
  private final List<QuadCell<K, V>> children; // null where absent; empty for a leaf

  private QuadCell(
      QuadCell<K, V> place,
      List<QuadTree.Entry<K, V>> few,
      PMap<K, QuadTree.Entry<K, V>> stuck,
      List<QuadCell<K, V>> children) {
    this.x = place.x;
    this.y = place.y;
    this.half = place.half;
    this.depth = place.depth;
    this.few = few;
    this.stuck = stuck;
    this.children = children;
  }

  private QuadCell(double x, double y, double half, int depth) {
    this.x = x;
    this.y = y;
    this.half = half;
    this.depth = depth;
    this.few = List.of();
    this.stuck = HashTreePMap.empty();
    this.children = List.of();
  }

  static <K, V> QuadCell<K, V> leaf(double x, double y, double half, int depth) {
    return new QuadCell<>(x, y, half, depth);
  }

  private boolean isLeaf() {
    return children.isEmpty();
  }

  private boolean isEmpty() {
    return isLeaf() && few.isEmpty() && stuck.isEmpty();
  }

  QuadCell<K, V> plus(QuadTree.Entry<K, V> entry) {
    if (!isLeaf()) {
      return plusBelow(entry);
    }
    var more = new ArrayList<QuadTree.Entry<K, V>>(few.size() + 1);
    few.stream().filter(e -> !e.key().equals(entry.key())).forEach(more::add);
    more.add(entry);
    return more.size() <= LEAF_SIZE ? new QuadCell<>(this, more, stuck, children) : split(more);
  }

  private QuadCell<K, V> split(List<QuadTree.Entry<K, V>> entries) {
    var none = new ArrayList<QuadCell<K, V>>(Collections.nCopies(4, null));
    QuadCell<K, V> inner = new QuadCell<>(this, List.of(), stuck, none);
    for (QuadTree.Entry<K, V> entry : entries) {
      inner = inner.plusBelow(entry);
    }
    return inner;
  }

  private QuadCell<K, V> plusBelow(QuadTree.Entry<K, V> entry) {
    if (staysHere(entry)) {
      return new QuadCell<>(this, few, stuck.plus(entry.key(), entry), children);
    }
    int quarter = quarter(entry);
    QuadCell<K, V> child = children.get(quarter);
    return with(quarter, (child == null ? child(quarter) : child).plus(entry));
  }

  private boolean staysHere(QuadTree.Entry<K, V> entry) {
    return depth == DEEPEST || entry.size() > half;
  }

  QuadCell<K, V> minus(QuadTree.Entry<K, V> entry) {
    if (isLeaf()) {
      return new QuadCell<>(
          this, few.stream().filter(e -> !e.key().equals(entry.key())).toList(), stuck, children);
    }
    if (staysHere(entry)) {
      return inner(stuck.minus(entry.key()), children);
    }
    int quarter = quarter(entry);
    QuadCell<K, V> child = children.get(quarter);
    if (child == null) {
      return this;
    }
    QuadCell<K, V> rest = child.minus(entry);
    return with(quarter, rest.isEmpty() ? null : rest);
  }

  private QuadCell<K, V> with(int quarter, QuadCell<K, V> child) {
    var changed = new ArrayList<>(children);
    changed.set(quarter, child);
    return inner(stuck, changed);
  }

  private QuadCell<K, V> inner(PMap<K, QuadTree.Entry<K, V>> held, List<QuadCell<K, V>> below) {
    boolean bare = held.isEmpty() && below.stream().allMatch(c -> c == null);
    return bare ? leaf(x, y, half, depth) : new QuadCell<>(this, few, held, below);
  }

  private int quarter(QuadTree.Entry<K, V> entry) {
    return (entry.x() < x ? 0 : 1) + (entry.y() < y ? 0 : 2);
  }

  private QuadCell<K, V> child(int quarter) {
    double quarterSize = half / 2;
    double childX = (quarter & 1) == 0 ? x - quarterSize : x + quarterSize;
    double childY = (quarter & 2) == 0 ? y - quarterSize : y + quarterSize;
    return leaf(childX, childY, quarterSize, depth + 1);
  }

  // A thing is no larger than its cell, so it ends at most half a cell outside: twice the half.
  private boolean reaches(Envelope box) {
    double far = 2 * half;
    return box.getMinX() <= x + far
        && box.getMaxX() >= x - far
        && box.getMinY() <= y + far
        && box.getMaxY() >= y - far;
  }

  boolean search(Envelope box, Predicate<QuadTree.Entry<K, V>> visitor) {
    for (QuadTree.Entry<K, V> entry : few) {
      if (box.intersects(entry.box()) && !visitor.test(entry)) {
        return false;
      }
    }
    for (QuadTree.Entry<K, V> entry : stuck.values()) {
      if (box.intersects(entry.box()) && !visitor.test(entry)) {
        return false;
      }
    }
    for (QuadCell<K, V> child : children) {
      if (child != null && child.reaches(box) && !child.search(box, visitor)) {
        return false;
      }
    }
    return true;
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.maps;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.locationtech.jts.geom.Envelope;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * An immutable index of things with an extent, by longitude and latitude: a loose quadtree. A thing
 * lies in the smallest cell that holds its centre and is no smaller than it, so it reaches at most
 * half a cell beyond, and each change copies one path of at most 28 cells.
 *
 * @param <K> key of a thing; equal keys replace each other
 * @param <V> the thing
 */
final class QuadTree<K, V> {
  private static final int LEAF_SIZE = 16;
  private static final int DEEPEST = 28;

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

  private final Cell<K, V> root;

  private QuadTree(Cell<K, V> root) {
    this.root = root;
  }

  static <K, V> QuadTree<K, V> empty() {
    return new QuadTree<>(Cell.<K, V>leaf(0, 0, 180, 0));
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

  private static final class Cell<K, V> {
    private final double x;
    private final double y;
    private final double half;
    private final int depth;
    private final List<Entry<K, V>> few; // of a leaf
    private final PMap<K, Entry<K, V>> stuck; // too large for a child, or at the bottom
    private final List<Cell<K, V>> children; // null where absent; empty for a leaf

    private Cell(
        Cell<K, V> place,
        List<Entry<K, V>> few,
        PMap<K, Entry<K, V>> stuck,
        List<Cell<K, V>> children) {
      this.x = place.x;
      this.y = place.y;
      this.half = place.half;
      this.depth = place.depth;
      this.few = few;
      this.stuck = stuck;
      this.children = children;
    }

    private Cell(double x, double y, double half, int depth) {
      this.x = x;
      this.y = y;
      this.half = half;
      this.depth = depth;
      this.few = List.of();
      this.stuck = HashTreePMap.empty();
      this.children = List.of();
    }

    static <K, V> Cell<K, V> leaf(double x, double y, double half, int depth) {
      return new Cell<>(x, y, half, depth);
    }

    private boolean isLeaf() {
      return children.isEmpty();
    }

    private boolean isEmpty() {
      return isLeaf() && few.isEmpty() && stuck.isEmpty();
    }

    Cell<K, V> plus(Entry<K, V> entry) {
      if (!isLeaf()) {
        return plusBelow(entry);
      }
      var more = new ArrayList<Entry<K, V>>(few.size() + 1);
      few.stream().filter(e -> !e.key().equals(entry.key())).forEach(more::add);
      more.add(entry);
      return more.size() <= LEAF_SIZE ? new Cell<>(this, more, stuck, children) : split(more);
    }

    private Cell<K, V> split(List<Entry<K, V>> entries) {
      var none = new ArrayList<Cell<K, V>>(java.util.Collections.nCopies(4, null));
      Cell<K, V> inner = new Cell<>(this, List.of(), stuck, none);
      for (Entry<K, V> entry : entries) {
        inner = inner.plusBelow(entry);
      }
      return inner;
    }

    private Cell<K, V> plusBelow(Entry<K, V> entry) {
      if (staysHere(entry)) {
        return new Cell<>(this, few, stuck.plus(entry.key(), entry), children);
      }
      int quarter = quarter(entry);
      Cell<K, V> child = children.get(quarter);
      return with(quarter, (child == null ? child(quarter) : child).plus(entry));
    }

    private boolean staysHere(Entry<K, V> entry) {
      return depth == DEEPEST || entry.size() > half;
    }

    Cell<K, V> minus(Entry<K, V> entry) {
      if (isLeaf()) {
        return new Cell<>(
            this, few.stream().filter(e -> !e.key().equals(entry.key())).toList(), stuck, children);
      }
      if (staysHere(entry)) {
        return inner(stuck.minus(entry.key()), children);
      }
      int quarter = quarter(entry);
      Cell<K, V> child = children.get(quarter);
      if (child == null) {
        return this;
      }
      Cell<K, V> rest = child.minus(entry);
      return with(quarter, rest.isEmpty() ? null : rest);
    }

    private Cell<K, V> with(int quarter, Cell<K, V> child) {
      var changed = new ArrayList<>(children);
      changed.set(quarter, child);
      return inner(stuck, changed);
    }

    private Cell<K, V> inner(PMap<K, Entry<K, V>> held, List<Cell<K, V>> below) {
      boolean bare = held.isEmpty() && below.stream().allMatch(c -> c == null);
      return bare ? leaf(x, y, half, depth) : new Cell<>(this, few, held, below);
    }

    private int quarter(Entry<K, V> entry) {
      return (entry.x() < x ? 0 : 1) + (entry.y() < y ? 0 : 2);
    }

    private Cell<K, V> child(int quarter) {
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

    boolean search(Envelope box, Predicate<Entry<K, V>> visitor) {
      for (Entry<K, V> entry : few) {
        if (box.intersects(entry.box()) && !visitor.test(entry)) {
          return false;
        }
      }
      for (Entry<K, V> entry : stuck.values()) {
        if (box.intersects(entry.box()) && !visitor.test(entry)) {
          return false;
        }
      }
      for (Cell<K, V> child : children) {
        if (child != null && child.reaches(box) && !child.search(box, visitor)) {
          return false;
        }
      }
      return true;
    }
  }
}

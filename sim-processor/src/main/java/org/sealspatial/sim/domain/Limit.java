/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim.domain;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where something holds: within these maps and these layers and this volume.
 *
 * @param maps spatial map ids; empty: any
 * @param layers layer ids; empty: any
 * @param area volume; absent: anywhere
 */
public record Limit(Set<Long> maps, Set<String> layers, Optional<Volume> area) {
  /** No limit at all. */
  public static final Limit NONE = new Limit(Set.of(), Set.of(), Optional.empty());

  public Limit {
    maps = Set.copyOf(maps);
    layers = Set.copyOf(layers);
  }

  /** What both limits allow; several where the areas meet in several places; empty: nothing. */
  public List<Limit> intersection(Limit other) {
    var common = new ArrayList<Limit>();
    if (mapsMeet(other) && layersMeet(other)) {
      Set<Long> bothMaps = both(maps, other.maps);
      Set<String> bothLayers = both(layers, other.layers);
      if (area.isPresent() && other.area.isPresent()) {
        area.get()
            .intersection(other.area.get())
            .forEach(v -> common.add(new Limit(bothMaps, bothLayers, Optional.of(v))));
      } else {
        common.add(new Limit(bothMaps, bothLayers, area.or(() -> other.area)));
      }
    }
    return common;
  }

  boolean mapsMeet(Limit other) {
    return meet(maps, other.maps);
  }

  boolean layersMeet(Limit other) {
    return meet(layers, other.layers);
  }

  private static <T> boolean meet(Set<T> a, Set<T> b) {
    return a.isEmpty() || b.isEmpty() || a.stream().anyMatch(b::contains);
  }

  private static <T> Set<T> both(Set<T> a, Set<T> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    var both = new LinkedHashSet<>(a);
    both.retainAll(b);
    return both;
  }
}

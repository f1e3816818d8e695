/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.jmh;

import java.util.Random;
import org.sealspatial.lm.domain.Position;

/** Places as they may lie: evenly over a country or a city, or half of a city's in 500 rooms. */
final class Places {
  private static final int ROOMS = 500;
  private static final double ROOM = 4e-5; // degrees: some metres

  private final String spread;
  private final Random random;
  private final double[][] rooms = new double[ROOMS][];

  Places(String spread, Random random) {
    this.spread = spread;
    this.random = random;
    for (int n = 0; n < ROOMS; n++) {
      rooms[n] = new double[] {city(4.8, 0.2), city(52.3, 0.12)};
    }
  }

  Position next() {
    return switch (spread) {
      case "country" -> Position.of(city(3.5, 3.5), city(50.8, 2.7));
      case "city" -> Position.of(city(4.8, 0.2), city(52.3, 0.12));
      case "crowd" ->
          random.nextBoolean() ? inRoom() : Position.of(city(4.8, 0.2), city(52.3, 0.12));
      default -> throw new IllegalArgumentException(spread);
    };
  }

  private Position inRoom() {
    double[] room = rooms[random.nextInt(ROOMS)];
    return Position.of(city(room[0], ROOM), city(room[1], ROOM));
  }

  private double city(double from, double width) {
    return from + random.nextDouble() * width;
  }
}

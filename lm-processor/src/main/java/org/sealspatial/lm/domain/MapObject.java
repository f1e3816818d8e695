/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.domain;

import java.util.Optional;

/** An object on a map (TS 29.437 MapObjectInfo) with a geographic position. */
public record MapObject(
    String id, String layer, String type, Position position, Optional<String> info) {
  public MapObject {
    Text.require(id, "an object id");
    Text.require(layer, "a layer id");
    Text.require(type, "an object type");
    if (info.map(Text::hasHalfCharacters).orElse(false)) {
      throw new IllegalArgumentException("object information is text");
    }
  }
}

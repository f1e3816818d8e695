/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.sealspatial.lm.domain.MapClip;

/**
 * The maps a discovery found, without their objects: {@code results} of SpatialMapProfile. The type
 * is the project's own; the 3GPP file of SS_SmDiscovery was not at hand.
 *
 * @param beyond whether the question goes beyond the grant
 */
public record MapsAnswer(List<MapClip> found, boolean beyond) implements Answer {
  public MapsAnswer {
    found = List.copyOf(found);
  }

  @Override
  public boolean writeTo(JsonGenerator json) throws IOException {
    boolean withheld = beyond;
    json.writeStartObject();
    json.writeArrayFieldStart("results");
    for (MapClip clip : found) {
      withheld |= ProfileWriter.write(json, clip);
    }
    json.writeEndArray();
    json.writeEndObject();
    return withheld;
  }
}

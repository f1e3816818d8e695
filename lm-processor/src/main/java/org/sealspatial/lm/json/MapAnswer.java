/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.sealspatial.lm.domain.MapClip;
import org.sealspatial.lm.maps.SpatialMaps;

/**
 * A map: SpatialMapRetResp of GetSpatialMap, or SpatialMap of GetIndSpatialMap (TS 29.437). They
 * differ in the name of the profile only.
 */
public record MapAnswer(String profileName, MapClip clip, SpatialMaps maps) implements Answer {

  /** A SpatialMapRetResp. */
  public static MapAnswer retrieved(MapClip clip, SpatialMaps maps) {
    return new MapAnswer("mapInf", clip, maps);
  }

  /** A SpatialMap. */
  public static MapAnswer resource(MapClip clip, SpatialMaps maps) {
    return new MapAnswer("smProf", clip, maps);
  }

  @Override
  public boolean writeTo(JsonGenerator json) throws IOException {
    json.writeStartObject();
    new Out(json).text("svcId", clip.map().valService());
    json.writeFieldName(profileName);
    boolean withheld = ProfileWriter.write(json, clip, maps);
    json.writeEndObject();
    return withheld;
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.sealspatial.lm.domain.ClippedLayer;
import org.sealspatial.lm.domain.MapClip;
import org.sealspatial.lm.domain.MapObject;
import org.sealspatial.lm.maps.SpatialMaps;

/**
 * Writes a SpatialMapProfile (TS 29.437) as far as it is granted. allwEnt is left out always: it
 * names others. The origin of local positions is a point of the granted coverage.
 */
final class ProfileWriter {
  private final JsonGenerator json;
  private final Out out;
  private final MapClip clip;
  private final LocalFrame frame;
  private boolean withheld;

  private ProfileWriter(JsonGenerator json, MapClip clip) {
    this.json = json;
    this.out = new Out(json);
    this.clip = clip;
    this.frame = new LocalFrame(clip.coverage().get(0).reference());
    this.withheld = clip.withheld();
  }

  /** The profile with its objects; returns whether something is withheld. */
  static boolean write(JsonGenerator json, MapClip clip, SpatialMaps maps) throws IOException {
    var writer = new ProfileWriter(json, clip);
    writer.profile(layer -> writer.objects(layer, maps));
    return writer.withheld;
  }

  /** The profile without objects; returns whether something is withheld. */
  static boolean write(JsonGenerator json, MapClip clip) throws IOException {
    var writer = new ProfileWriter(json, clip);
    writer.profile(layer -> {});
    return writer.withheld;
  }

  private interface Objects {
    void of(ClippedLayer layer) throws IOException;
  }

  private void profile(Objects objects) throws IOException {
    json.writeStartObject();
    json.writeNumberField("mapId", clip.map().id());
    out.area("mapCov", clip.coverage());
    json.writeObjectFieldStart("mapLyrList");
    json.writeArrayFieldStart("lyrList");
    for (ClippedLayer layer : clip.layers()) {
      json.writeStartObject();
      json.writeStringField("mapLyrId", layer.layer().id());
      json.writeObjectFieldStart("mapLyrInf");
      out.area("area", layer.areas());
      out.text("mapAsc", layer.associatedMap());
      json.writeEndObject();
      objects.of(layer);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private void objects(ClippedLayer layer, SpatialMaps maps) throws IOException {
    long map = clip.map().id();
    String id = layer.layer().id();
    int[] shown = {0};
    maps.objects(
        map,
        id,
        layer.reach(),
        object -> {
          if (layer.shows(object)) {
            write(object, shown[0]++ == 0);
          }
          return true;
        });
    if (shown[0] > 0) {
      json.writeEndArray(); // objList has one object or more, or is absent
    }
    withheld |= shown[0] < maps.objectCount(map, id);
  }

  private void write(MapObject object, boolean first) {
    try {
      if (first) {
        json.writeArrayFieldStart("objList");
      }
      json.writeStartObject();
      json.writeStringField("objId", object.id());
      json.writeStringField("objType", object.type());
      out.local("objPos", object.position(), frame);
      out.text("objInf", object.info());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

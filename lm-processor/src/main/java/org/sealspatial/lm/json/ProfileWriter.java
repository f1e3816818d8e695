/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sealspatial.lm.domain.ClippedLayer;
import org.sealspatial.lm.domain.MapClip;
import org.sealspatial.lm.domain.MapObject;
import org.sealspatial.lm.maps.SpatialMaps;

/**
 * Writes a SpatialMapProfile (TS 29.437) as far as it is granted. allwEnt is left out always: it
 * names others. The origin of local positions is a point of the granted coverage.
 */
final class ProfileWriter {
  /** Most objects of a layer in one answer; as text they are some megabytes. */
  private static final int MAX_OBJECTS = 20_000;

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
    List<MapObject> shown = shown(layer, maps);
    if (shown.isEmpty()) {
      return; // objList has one object or more, or is absent
    }
    json.writeArrayFieldStart("objList");
    for (MapObject object : shown) {
      write(object);
    }
    json.writeEndArray();
  }

  /** In the order of their ids: the order of the index would tell of what is hidden. */
  private List<MapObject> shown(ClippedLayer layer, SpatialMaps maps) throws IOException {
    var shown = new ArrayList<MapObject>();
    var hidden = new AtomicBoolean();
    maps.objects(
        clip.map().id(),
        layer.layer().id(),
        clip.asked().map(List::of).orElseGet(layer::reach),
        object -> {
          if (layer.shows(object)) {
            shown.add(object);
          } else {
            hidden.set(true);
          }
          return shown.size() <= MAX_OBJECTS;
        });
    if (shown.size() > MAX_OBJECTS) {
      throw new AnswerText.TooLarge();
    }
    withheld |= hidden.get() || hidesMore(layer, shown.size(), maps);
    shown.sort(Comparator.comparing(MapObject::id));
    return shown;
  }

  // Without an asked area the search goes no further than the grant, so the count has to tell.
  private boolean hidesMore(ClippedLayer layer, int shown, SpatialMaps maps) {
    return clip.asked().isEmpty() && shown < maps.objectCount(clip.map().id(), layer.layer().id());
  }

  private void write(MapObject object) throws IOException {
    json.writeStartObject();
    json.writeStringField("objId", object.id());
    json.writeStringField("objType", object.type());
    out.local("objPos", object.position(), frame);
    out.text("objInf", object.info());
    json.writeEndObject();
  }
}

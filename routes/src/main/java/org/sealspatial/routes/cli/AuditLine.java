/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.ConfigChange;

/** An audit record in one line; what clients chose can't break out of it. */
public final class AuditLine {
  private static final String CONFIG_CHANGED = "CONFIG_CHANGED";

  private AuditLine() {}

  /** Time, flow and outcome, then the rest as {@code name=value}, what is absent left out. */
  public static String text(AuditRecord record) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("cause", record.getCause());
    fields.put("client", record.getClientId());
    fields.put("subject", record.getSubject());
    fields.put("valService", record.getValService());
    fields.put("service", record.getService());
    fields.put("operation", record.getOperation());
    fields.put("resource", record.getResource());
    fields.put("rule", record.getRule());
    fields.put("policy", record.getPolicyVersion());
    fields.put("withheld", record.getWithheld() ? true : null);
    fields.put("jti", record.getJti());
    fields.put("request", record.getRequestId());
    fields.put("by", record.getInstance());
    fields.put("id", record.getId());
    return line(record.getTime() + " " + record.getFlow() + " " + record.getOutcome(), fields);
  }

  /** The same of changed settings. */
  static String text(ConfigChange change) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("reason", change.getReason());
    fields.put("settings", String.join(",", change.getSettings()));
    fields.put("before", change.getBefore());
    fields.put("after", change.getAfter());
    fields.put("by", String.join(",", change.getRoles()) + "/" + change.getInstance());
    fields.put("id", change.getId());
    return line(change.getTime() + " " + CONFIG_CHANGED + " " + change.getOutcome(), fields);
  }

  private static String line(String head, Map<String, Object> fields) {
    return fields.entrySet().stream()
        .filter(field -> field.getValue() != null)
        .map(field -> " " + field.getKey() + "=" + word(field.getValue().toString()))
        .collect(Collectors.joining("", head, ""));
  }

  /** A control character could drive the terminal, a blank could forge the next field. */
  private static String word(String value) {
    StringBuilder word = new StringBuilder();
    boolean plain = value.codePoints().noneMatch(c -> c == ' ' || c == '"' || c == '=');
    value
        .codePoints()
        .forEach(
            c -> {
              boolean shown =
                  !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT;
              if (shown && (plain || c != '"' && c != '\\')) {
                word.appendCodePoint(c);
              } else {
                word.append(shown ? "\\" + (char) c : String.format("\\u%04x", c));
              }
            });
    return plain && !value.isEmpty() ? word.toString() : "\"" + word + "\"";
  }

  /** Every field, as a JSON object; bytes as base64url, times as RFC 3339. */
  static String json(AuditRecord record) {
    return StrictJson.text(object(record));
  }

  /** The same of changed settings; its {@code event} tells it from a request's. */
  static String json(ConfigChange change) {
    return StrictJson.text(object(change).put("event", CONFIG_CHANGED));
  }

  private static ObjectNode object(SpecificRecord record) {
    ObjectNode json = StrictJson.object();
    for (Schema.Field field : record.getSchema().getFields()) {
      put(json, field.name(), record.get(field.pos()));
    }
    return json;
  }

  private static void put(ObjectNode json, String name, Object value) {
    if (value instanceof SpecificRecord nested) {
      json.set(name, object(nested));
    } else if (value instanceof Map<?, ?> map) {
      ObjectNode entries = json.putObject(name);
      map.forEach((key, entry) -> put(entries, key.toString(), entry));
    } else if (value instanceof List<?> texts) {
      ArrayNode list = json.putArray(name);
      texts.forEach(text -> list.add(text.toString()));
    } else if (value instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      json.put(name, Base64Url.encode(copy));
    } else if (value instanceof Instant || value instanceof CharSequence || value instanceof Enum) {
      json.put(name, value.toString());
    } else if (value instanceof Long number) {
      json.put(name, number);
    } else if (value instanceof Integer number) {
      json.put(name, number);
    } else if (value instanceof Boolean flag) {
      json.put(name, flag);
    } else {
      json.putNull(name);
    }
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealspatial.jose.AuthorizationDetail;
import org.sealspatial.jose.AuthorizationDetail.AreaLimit;
import org.sealspatial.jose.StrictJson;

/**
 * One rule of a policy. Each list limits the rule; the limits multiply.
 *
 * @param id name within the policy; the audit record has it as policy/rule
 * @param effect allow or deny
 * @param clients client ids, or *
 * @param valUes VAL UE ids, prefixes that end in *, or *
 * @param valUsers VAL user ids or prefixes; empty: any, also none
 * @param valServices VAL service ids or prefixes, or *
 * @param services spatial localization services by their TS 23.437 names
 * @param actions actions on the services
 * @param maps spatial map ids; empty: any
 * @param layers layer ids; empty: any
 * @param area where; empty: anywhere
 * @param from the rule says nothing before; empty: since ever
 * @param until the rule says nothing from then on; empty: for ever
 * @param tokenLifetime life of a token this rule allows; empty: the deployment's
 */
public record RuleContent(
    String id,
    Effect effect,
    List<String> clients,
    List<String> valUes,
    List<String> valUsers,
    List<String> valServices,
    List<String> services,
    List<String> actions,
    List<Long> maps,
    List<String> layers,
    Optional<AreaLimit> area,
    Optional<Instant> from,
    Optional<Instant> until,
    Optional<Duration> tokenLifetime) {

  static final String[] FIELDS = {
    "id",
    "effect",
    "clients",
    "valUes",
    "valUsers",
    "valServices",
    "services",
    "actions",
    "maps",
    "layers",
    "area",
    "from",
    "until",
    "tokenLifetime"
  };

  /** What a rule that matches says. */
  public enum Effect {
    /** The token may be issued, unless another rule denies. */
    ALLOW,
    /** No token, whatever else allows it. */
    DENY
  }

  static RuleContent read(Fields in) {
    var rule =
        new RuleContent(
            in.text("id", Form.NAME),
            in.choice("effect", Effect.class, null),
            in.texts("clients", Form.CLIENT_OR_ANY),
            in.texts("valUes", Form.IDENTITY),
            in.optionalTexts("valUsers", Form.IDENTITY),
            in.texts("valServices", Form.IDENTITY),
            in.texts("services", Form.SERVICE),
            in.texts("actions", Form.ACTION),
            in.optionalMapIds("maps"),
            in.optionalTexts("layers", Form.TEXT),
            AreaContent.read(in, "area"),
            in.optionalInstant("from"),
            in.optionalInstant("until"),
            in.optionalText("tokenLifetime", Form.LIFE).map(Duration::parse));
    if (rule.from.isPresent() && rule.until.filter(u -> !u.isAfter(rule.from.get())).isPresent()) {
      in.problem("until", "must be after from");
    }
    return rule;
  }

  ObjectNode toJson() {
    ObjectNode json = StrictJson.object().put("id", id).put("effect", Form.word(effect));
    list(json, "clients", clients);
    list(json, "valUes", valUes);
    list(json, "valUsers", valUsers);
    list(json, "valServices", valServices);
    list(json, "services", services);
    list(json, "actions", actions);
    if (!maps.isEmpty()) {
      maps.forEach(json.putArray("maps")::add);
    }
    list(json, "layers", layers);
    area.ifPresent(limit -> json.set("area", areaJson(limit)));
    from.ifPresent(time -> json.put("from", time.toString()));
    until.ifPresent(time -> json.put("until", time.toString()));
    tokenLifetime.ifPresent(life -> json.put("tokenLifetime", life.toString()));
    return json;
  }

  private static JsonNode areaJson(AreaLimit limit) {
    var detail = new AuthorizationDetail(List.of("get"), List.of(), List.of(), Optional.of(limit));
    return AuthorizationDetail.toJson(List.of(detail)).get(0).get("area");
  }

  private static void list(ObjectNode json, String name, List<String> items) {
    if (!items.isEmpty()) {
      items.forEach(json.putArray(name)::add);
    }
  }
}

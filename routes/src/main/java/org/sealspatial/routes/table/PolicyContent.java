/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sealspatial.jose.StrictJson;

/**
 * A policy: rules that allow or deny tokens. Without a rule that allows, the answer is no; a rule
 * that denies wins. Table policies.v1, id: the policy id.
 *
 * @param id name of the policy; never {@value #MANIFEST_ID}
 * @param rules in the order of the file; the order decides nothing but which rule is named
 */
public record PolicyContent(String id, List<RuleContent> rules) {
  /** The id in policies.v1 that holds the manifest of a bundle. */
  public static final String MANIFEST_ID = "bundle";

  public PolicyContent {
    rules = List.copyOf(rules);
  }

  /**
   * The policy in a content.
   *
   * @throws InvalidContent with every problem
   */
  public static PolicyContent parse(ObjectNode content) throws InvalidContent {
    Fields in = Fields.of(content, "id", "rules");
    String id = in.text("id", Form.NAME);
    if (id.equals(MANIFEST_ID)) {
      in.problem("id", "is reserved; choose another name");
    }
    List<RuleContent> rules =
        in.objects("rules", Fields.MAX_ITEMS, RuleContent::read, RuleContent.FIELDS);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < rules.size(); i++) {
      if (!seen.add(rules.get(i).id())) {
        in.problem("rules", i, "has the id of another rule");
      }
    }
    in.raise();
    return new PolicyContent(id, rules);
  }

  /** The content; {@link #parse} gives an equal policy for it. */
  public ObjectNode toJson() {
    ObjectNode json = StrictJson.object().put("id", id);
    ArrayNode array = json.putArray("rules");
    rules.forEach(rule -> array.add(rule.toJson()));
    return json;
  }
}

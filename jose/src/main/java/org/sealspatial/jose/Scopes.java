/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The scope of a token: actions on exactly one spatial localization service, written {@code
 * seal:SS_SmManagement:get seal:SS_SmManagement:list}.
 *
 * <p>3GPP defines no scope values for SEAL (TS 33.434 leaves them to the VAL service), so this
 * grammar is private: {@code scope = value *( SP value )}, {@code value = "seal:" service ":"
 * action}. Values are case-sensitive, sorted and unrepeated; one token is for one service (TS
 * 33.434 clause 6.1.2).
 *
 * @param service the service by its TS 23.437 name
 * @param actions the actions, at least one, sorted
 */
public record Scopes(String service, SortedSet<String> actions) {
  private static final int LONGEST = 1024;
  private static final Pattern SERVICE = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
  private static final Pattern ACTION = Pattern.compile("[a-z][a-zA-Z0-9_-]{0,63}");
  private static final Pattern VALUE = Pattern.compile("seal:([^:]+):([^:]+)");

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException where a name is outside the grammar or no action is given
   */
  public Scopes {
    if (!SERVICE.matcher(service).matches() || actions.isEmpty()) {
      throw new IllegalArgumentException("not a scope");
    }
    if (!actions.stream().allMatch(action -> ACTION.matcher(action).matches())) {
      throw new IllegalArgumentException("not a scope");
    }
    actions = Collections.unmodifiableSortedSet(new TreeSet<>(actions));
  }

  /** The scope text for these actions on this service. */
  public static String of(String service, Set<String> actions) {
    return new Scopes(service, new TreeSet<>(actions)).text();
  }

  /**
   * Reads a scope strictly: single blanks, known form, one service, no value twice. Anything else
   * is empty.
   */
  public static Optional<Scopes> parse(String text) {
    if (text == null || text.isEmpty() || text.length() > LONGEST) {
      return Optional.empty();
    }
    String service = null;
    var actions = new TreeSet<String>();
    for (String value : text.split(" ", -1)) {
      Matcher parts = VALUE.matcher(value);
      if (!parts.matches()
          || (service != null && !service.equals(parts.group(1)))
          || !actions.add(parts.group(2))) {
        return Optional.empty();
      }
      service = parts.group(1);
    }
    return valid(service, actions);
  }

  /** The scope as one text, sorted. */
  public String text() {
    var text = new StringBuilder();
    for (String action : actions) {
      text.append(text.isEmpty() ? "" : " ").append("seal:").append(service).append(':');
      text.append(action);
    }
    return text.toString();
  }

  /** Whether these actions include that one. */
  public boolean allows(String action) {
    return actions.contains(action);
  }

  private static Optional<Scopes> valid(String service, SortedSet<String> actions) {
    boolean known =
        SERVICE.matcher(service).matches()
            && actions.stream().allMatch(action -> ACTION.matcher(action).matches());
    return known ? Optional.of(new Scopes(service, actions)) : Optional.empty();
  }
}

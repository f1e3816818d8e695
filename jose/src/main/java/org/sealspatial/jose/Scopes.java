/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

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
  private static final String SCHEME = "seal:";
  private static final int LONGEST_NAME = 64;

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException where a name is outside the grammar or no action is given
   */
  public Scopes {
    if (!areNames(service, actions)) {
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
      int colon = value.indexOf(':', SCHEME.length());
      if (!value.startsWith(SCHEME) || colon < 0) {
        return Optional.empty();
      }
      String named = value.substring(SCHEME.length(), colon);
      if ((service != null && !service.equals(named)) || !actions.add(value.substring(colon + 1))) {
        return Optional.empty();
      }
      service = named;
    }
    return areNames(service, actions)
        ? Optional.of(new Scopes(service, actions))
        : Optional.empty();
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

  private static boolean areNames(String service, SortedSet<String> actions) {
    for (String action : actions) {
      if (!isAction(action)) {
        return false;
      }
    }
    return isName(service)
        && isLetter(service.charAt(0))
        && service.indexOf('-') < 0
        && !actions.isEmpty();
  }

  private static boolean isAction(String action) {
    return isName(action) && isLetter(action.charAt(0)) && action.charAt(0) >= 'a';
  }

  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLetter(c) && !(c >= '0' && c <= '9') && c != '_' && c != '-') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= LONGEST_NAME;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sealspatial.schemas.FailureCause;

/**
 * Name and value pairs of a form body or a query, read strictly: every percent sign begins two hex
 * digits, the octets are UTF-8, nothing but ASCII stands outside. An empty value counts as absent
 * (RFC 6749 section 3.2).
 */
final class Form {
  private static final int MOST_PAIRS = 64;

  private final Map<String, String> values = new HashMap<>();
  private final Set<String> repeated = new HashSet<>();

  private Form() {}

  /** Reads pairs; anything malformed is a REQUEST_MALFORMED refusal. */
  static Form parse(String text) {
    var form = new Form();
    if (text.isEmpty()) {
      return form;
    }
    String[] pairs = text.split("&", MOST_PAIRS + 1);
    if (pairs.length > MOST_PAIRS) {
      throw malformed("more than " + MOST_PAIRS + " parameters");
    }
    for (String pair : pairs) {
      form.add(pair);
    }
    return form;
  }

  private void add(String pair) {
    int equals = pair.indexOf('=');
    String name = decode(equals < 0 ? pair : pair.substring(0, equals));
    String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
    if (name.isEmpty()) {
      throw malformed("a parameter without name");
    }
    if (values.put(name, value) != null) {
      repeated.add(name);
    }
  }

  /** Refuses where any parameter came more than once (RFC 6749 section 3.2). */
  Form unrepeated() {
    if (!repeated.isEmpty()) {
      throw malformed("a parameter came more than once");
    }
    return this;
  }

  /** The value of a parameter; a refusal where it came more than once. */
  Optional<String> value(String name) {
    if (repeated.contains(name)) {
      throw malformed("parameter " + name + " came more than once"); // a name of ours, not theirs
    }
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  private static String decode(String text) {
    return isPlain(text) ? text : decodeOctets(text);
  }

  /** Most of a form, such as every JWT, stands for itself. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 127 || c == '%' || c == '+') {
        return false;
      }
    }
    return true;
  }

  private static String decodeOctets(String text) {
    var octets = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        octets.write(hex(text, i + 1) << 4 | hex(text, i + 2));
        i += 2;
      } else if (c > ' ' && c < 127) {
        octets.write(c == '+' ? ' ' : c);
      } else {
        throw malformed("a character outside the form encoding");
      }
    }
    return utf8(octets.toByteArray());
  }

  private static int hex(String text, int at) {
    int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
    if (digit < 0 || text.charAt(at) > 'f') {
      throw malformed("a percent sign without two hex digits");
    }
    return digit;
  }

  private static String utf8(byte[] octets) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException e) {
      throw malformed("not UTF-8");
    }
  }

  private static Refusal malformed(String hint) {
    return Refusal.of(FailureCause.REQUEST_MALFORMED, hint);
  }
}

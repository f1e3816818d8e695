/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

/**
 * What is wrong at one place of a content.
 *
 * @param pointer RFC 6901 pointer to the place, such as {@code /rules/2/area}
 * @param text what is wrong, in a few words, without the value where it could be a secret
 */
public record Problem(String pointer, String text) {

  /** Place and text in one line. */
  @Override
  public String toString() {
    return pointer.isEmpty() ? text : pointer + " " + text;
  }
}

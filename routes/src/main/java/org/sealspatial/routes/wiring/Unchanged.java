/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.wiring;

/** New settings were not taken: everything is as it was. Says why in words without a secret. */
public final class Unchanged extends Exception {
  private static final long serialVersionUID = 1L;

  Unchanged(String why) {
    super(why);
  }
}

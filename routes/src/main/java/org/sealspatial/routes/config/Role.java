/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.util.Locale;

/** What a process does; one process may have several. */
public enum Role {
  /** HTTP in front of the topics. */
  GATEWAY,
  /** SIM-S: issues tokens. */
  SIM,
  /** LM-S (SM-S and SAn-S of TS 23.437): answers spatial requests. */
  LM;

  /** The name in the configuration, such as {@code sim}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

/** How strict the start is. */
public enum Profile {
  /** Refuses keys made by {@code seal up}, brokers without TLS and http addresses. */
  PRODUCTION,
  /** For one machine and for trials. */
  DEV
}

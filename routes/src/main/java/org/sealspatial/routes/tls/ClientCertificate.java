/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.tls;

/** Whether a caller must show a certificate. */
public enum ClientCertificate {
  /** One that is shown must be good; none is fine. */
  OPTIONAL,
  /** Without a good one there is no connection. */
  REQUIRED
}

/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose.replay;

/** What the memory says about a request. */
public enum Recall {
  /** Never seen. */
  FRESH,
  /** The same request again: the first decision is repeated. */
  SAME_REQUEST,
  /** The request id stands for another request of this client. */
  REQUEST_ID_REUSED,
  /** The assertion or proof was used for another request. */
  PROOF_REPLAYED,
  /** No room to remember this request: it must be refused. */
  FULL
}

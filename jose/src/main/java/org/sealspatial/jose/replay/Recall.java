/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose.replay;

/** What the memory says about a request. */
public enum Recall {
  /** Never seen. */
  FRESH,
  /** The same request again, with an assertion or proof that is new: the decision is repeated. */
  SAME_REQUEST,
  /** The same request again, with an assertion or proof that it used before: perhaps a copy. */
  SAME_PROOF,
  /** The request id stands for another request of this client. */
  REQUEST_ID_REUSED,
  /** The assertion or proof was used for another request. */
  PROOF_REPLAYED,
  /** No room to remember this request: it must be refused. */
  FULL
}

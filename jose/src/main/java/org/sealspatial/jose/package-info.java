/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Tokens, assertions, proofs and signed records: strict parsing before any library sees a token,
 * key policy, signatures. Start at {@link org.sealspatial.jose.CompactJws}.
 */
package org.sealspatial.jose;

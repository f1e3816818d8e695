/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Verifies access tokens and proofs of possession. The only package that makes a {@link
 * org.sealspatial.lm.domain.VerifiedToken}. Start at {@link
 * org.sealspatial.lm.token.TokenValidation}.
 */
package org.sealspatial.lm.token;

/* SPDX-License-Identifier: Apache-2.0 */
/**
 * One machine, one command: a broker in this JVM, keys made at the first start, all roles. Start at
 * {@link org.sealspatial.local.LocalStack}.
 */
package org.sealspatial.local;

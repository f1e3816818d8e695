/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What every request offset leaves behind: one audit record, and a reply or a dead letter. The one
 * place where audit records are made.
 */
package org.sealspatial.routes.audit;

/* SPDX-License-Identifier: Apache-2.0 */
/**
 * State that lives in compacted topics: read by one thread per role, folded under the rules of
 * signed tables (docs/tables.md), handed out as immutable snapshots.
 */
package org.sealspatial.routes.table;

/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The operator's hand on the cluster. Start at {@link org.sealspatial.routes.admin.Topics}; what it
 * makes is {@link org.sealspatial.routes.admin.TopicPlan}.
 */
package org.sealspatial.routes.admin;

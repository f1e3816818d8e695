/* SPDX-License-Identifier: Apache-2.0 */
/** The replay memory of the partitions this process owns. */
package org.sealspatial.routes.memory;

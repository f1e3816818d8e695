/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

/** What every worker of a route is given. */
record Station(
    Membership membership, Bounds bounds, Clients clients, Handling handling, SpineMeters meters) {}

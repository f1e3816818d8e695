/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The edge: the two figures as Camel routes on Kafka topics, and the program that runs them. Start
 * at {@link org.sealspatial.routes.wiring.Wiring}, then the routes of figure 1 ({@code sim}) and
 * figure 2 ({@code lm}).
 */
package org.sealspatial.routes;

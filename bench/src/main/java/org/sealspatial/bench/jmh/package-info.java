/* SPDX-License-Identifier: Apache-2.0 */
/** The parts of a request on their own, with JMH: no broker, no Camel. */
package org.sealspatial.bench.jmh;

/* SPDX-License-Identifier: Apache-2.0 */
/** The composition root: what a process is made of, a class for each role. */
package org.sealspatial.routes.wiring;

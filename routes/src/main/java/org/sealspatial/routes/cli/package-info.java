/* SPDX-License-Identifier: Apache-2.0 */
/** The command line; start at {@link org.sealspatial.routes.cli.SealCommand}. */
package org.sealspatial.routes.cli;

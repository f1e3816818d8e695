/* SPDX-License-Identifier: Apache-2.0 */
/** SIM-S and LM-S as processes of their own, killed under load, and what must hold afterwards. */
package org.sealspatial.local.kill;

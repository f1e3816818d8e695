/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Key, certificate and trust of a TLS server: from files to a context, and exchanged under load.
 */
package org.sealspatial.routes.tls;

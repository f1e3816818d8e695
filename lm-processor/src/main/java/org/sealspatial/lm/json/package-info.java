/* SPDX-License-Identifier: Apache-2.0 */
/** The JSON of TS 29.437: questions are read strictly, answers written up to a size limit. */
package org.sealspatial.lm.json;

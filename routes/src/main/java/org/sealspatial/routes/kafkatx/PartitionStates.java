/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.util.function.Supplier;

/** Makes the memory of each worker, once per worker. */
@FunctionalInterface
public interface PartitionStates extends Supplier<PartitionState> {}

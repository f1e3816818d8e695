/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.process;

import java.io.IOException;

/** The process that started this one. */
public final class Parent {
  private Parent() {}

  /** Ends this process when its parent is gone: standard input is a pipe that closes then. */
  public static void follow() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  continue;
                }
              } catch (IOException gone) {
                // gone all the same
              }
              Runtime.getRuntime().halt(0);
            },
            "parent");
    watch.setDaemon(true);
    watch.start();
  }
}

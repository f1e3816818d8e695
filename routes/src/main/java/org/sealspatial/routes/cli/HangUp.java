/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, by tradition the word for "read your files anew". Java has no public class for signals:
 * the one of the module {@code jdk.unsupported} is used where it is there, and nothing happens
 * where it, or the signal, is not.
 */
final class HangUp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);

  private final Object former;

  private HangUp(Object former) {
    this.former = former;
  }

  /** From now on the signal runs this, on a thread of its own, instead of ending the process. */
  static HangUp runs(Runnable task) {
    try {
      Object handler =
          Proxy.newProxyInstance(
              HangUp.class.getClassLoader(),
              new Class<?>[] {Class.forName("sun.misc.SignalHandler")},
              (proxy, method, arguments) -> answer(task, proxy, method.getName(), arguments));
      return new HangUp(handle(handler));
    } catch (ReflectiveOperationException | LinkageError e) {
      LOG.debug("no SIGHUP here: {}", e.toString());
      return new HangUp(null);
    }
  }

  private static Object answer(Runnable task, Object proxy, String method, Object[] arguments) {
    return switch (method) {
      case "handle" -> {
        task.run();
        yield null;
      }
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "reload";
    };
  }

  private static Object handle(Object handler) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Object hangUp;
    try {
      hangUp = signal.getConstructor(String.class).newInstance("HUP");
      return signal
          .getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"))
          .invoke(null, hangUp, handler);
    } catch (InvocationTargetException e) {
      throw new ReflectiveOperationException(e.getCause()); // no such signal, or taken by the JVM
    }
  }

  /** The signal does what it did before. */
  @Override
  public void close() {
    try {
      if (former != null) {
        handle(former);
      }
    } catch (ReflectiveOperationException e) {
      LOG.debug("SIGHUP stays as it is: {}", e.toString());
    }
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import java.util.List;

/** The cluster did not do what it was asked; the message is one line an operator can act on. */
public class AdminFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AdminFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /** No broker answered in time. */
  public static final class BrokerAway extends AdminFailure {
    private static final long serialVersionUID = 1L;

    BrokerAway(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Another writer of the same tables came in between; nothing of this one was written. */
  public static final class Overtaken extends AdminFailure {
    private static final long serialVersionUID = 1L;

    Overtaken(Throwable cause) {
      super(
          "another seal command or SIM-S changes the tables right now; nothing was applied", cause);
    }
  }

  /** The topics are not as planned; holds every difference. */
  public static final class TopicsDiffer extends AdminFailure {
    private static final long serialVersionUID = 1L;

    private final transient List<String> differences;

    TopicsDiffer(List<String> differences) {
      super("topics differ from the plan:\n  " + String.join("\n  ", differences), null);
      this.differences = List.copyOf(differences);
    }

    /** One line each. */
    public List<String> differences() {
      return differences;
    }
  }
}

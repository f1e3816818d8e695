/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

/** How a command ends; the numbers are a promise to scripts. */
public final class ExitCode {
  /** Done. */
  public static final int OK = 0;

  /** The operation failed. */
  public static final int FAILED = 1;

  /** The command line or the configuration is wrong. */
  public static final int USAGE = 2;

  /** A check found tampering, a gap or a false signature. */
  public static final int VERIFICATION = 3;

  /** A policy said no. */
  public static final int DENIED = 4;

  /** Not authenticated. */
  public static final int UNAUTHENTICATED = 5;

  /** What was named is not there. */
  public static final int NOT_FOUND = 6;

  /** Something else holds what is needed. */
  public static final int CONFLICT = 7;

  /** No answer in time. */
  public static final int UNAVAILABLE = 8;

  /** The input is not complete enough to decide. */
  public static final int INCOMPLETE = 9;

  private ExitCode() {}
}

/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.client;

import picocli.CommandLine.Command;

/** {@code seal client}: asks as the sample client would. */
@Command(
    name = "client",
    mixinStandardHelpOptions = true,
    description = {
      "Makes what the sample client of a running 'seal up' sends, and sends it over Kafka.",
      "Address and key are found in data-dir."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {AssertionCommand.class, ProofCommand.class, AskCommand.class})
public final class ClientCommand {}

/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.Binding;
import org.sealspatial.jose.ClientAssertion;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.Proof;
import org.sealspatial.jose.Rejected;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.sim.port.RegisteredClient;

/**
 * Step 0 of figure 1, made real: a request is believed only with proof of its sender, and the
 * identity in it must be the proven one.
 */
final class Authentication {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern NAME = Pattern.compile("[\\x21-\\x7E]{1,256}");

  private final IssuerSettings settings;
  private final CryptoProvider crypto;

  Authentication(IssuerSettings settings, CryptoProvider crypto) {
    this.settings = settings;
    this.crypto = crypto;
  }

  /**
   * A sender that was proven.
   *
   * @param confirmation thumbprint of the key the token is to be bound to; absent: to none
   * @param certificate thumbprint of the certificate the token is to be bound to; absent: to none
   * @param proofHash hash of client id and the assertion's jti
   * @param possessionHash the same of the DPoP proof; absent: none came
   */
  record Sender(
      Optional<String> confirmation,
      Optional<String> certificate,
      String proofHash,
      Optional<String> possessionHash) {}

  /** Checks everything that needs no key: form, deadline, and that the shape fits the topic. */
  static void checkForm(TokenCall call, Instant now) throws Rejected {
    boolean wellFormed =
        NAME.matcher(call.valUe()).matches()
            && NAME.matcher(call.valService()).matches()
            && call.valUser().map(u -> NAME.matcher(u).matches()).orElse(true)
            && !call.actions().isEmpty()
            && call.actions().size() <= 16;
    checkForm(call, wellFormed, now);
  }

  /** The same for an inquiry. */
  static void checkForm(TokenInquiry call, Instant now) throws Rejected {
    boolean owned = call.arrival().fromGateway() || NAME.matcher(call.valUe()).matches();
    checkForm(call, owned && !call.token().isEmpty(), now);
  }

  private static void checkForm(ClientCall call, boolean wellFormed, Instant now) throws Rejected {
    if (!wellFormed
        || !ID.matcher(call.requestId()).matches()
        || !NAME.matcher(call.clientId()).matches()) {
      throw new Rejected(FailureCause.REQUEST_MALFORMED, "a field is missing or not of its form");
    }
    TokenCall.Arrival arrival = call.arrival();
    boolean httpParts =
        arrival.http().isPresent()
            || arrival.namesReplyPartition()
            || call.credentials().proof().isPresent();
    if (arrival.fromGateway() ? arrival.http().isEmpty() : httpParts) {
      throw new Rejected(FailureCause.REQUEST_MALFORMED, "a field of the other way in");
    }
    if (now.isAfter(call.deadline())) {
      throw new Rejected(FailureCause.REQUEST_EXPIRED, "the deadline has passed");
    }
  }

  /** Proves the sender, and the key a token of its is to be bound to. */
  Sender sender(TokenCall call, RegisteredClient client) throws Rejected {
    ClientAssertion assertion = asserted(call, client);
    if (!call.arrival().fromGateway()) {
      return new Sender(
          Optional.of(assertion.keyThumbprint()),
          Optional.empty(),
          usedUp(client, assertion),
          Optional.empty());
    }
    Optional<Proof> proof = provenOverHttp(call, client);
    return new Sender(
        proof.map(Proof::keyThumbprint),
        shown(call, client),
        usedUp(client, assertion),
        proof.map(p -> usedUp(client, p)));
  }

  private static String usedUp(RegisteredClient client, ClientAssertion assertion) {
    return Base64Url.sha256(client.id() + '\n' + assertion.jti());
  }

  private static String usedUp(RegisteredClient client, Proof proof) {
    // The blank line sets it apart: an assertion may have the same jti.
    return Base64Url.sha256(client.id() + "\n\n" + proof.jti());
  }

  /** The certificate that a token over HTTP is to be bound to (RFC 8705 section 3). */
  private static Optional<String> shown(TokenCall call, RegisteredClient client) throws Rejected {
    if (!client.certificateBound()) {
      return Optional.empty();
    }
    Optional<String> certificate = call.credentials().certificate();
    if (certificate.isEmpty()) {
      throw new Rejected(FailureCause.CERTIFICATE_REQUIRED, "registered with a certificate");
    }
    return certificate;
  }

  /** Proves the sender of an inquiry: nothing is bound to a key. */
  Sender sender(TokenInquiry call, RegisteredClient client) throws Rejected {
    return new Sender(
        Optional.empty(),
        Optional.empty(),
        usedUp(client, asserted(call, client)),
        Optional.empty());
  }

  private ClientAssertion asserted(ClientCall call, RegisteredClient client) throws Rejected {
    ClientAssertion assertion =
        ClientAssertion.verify(
            call.credentials().assertion(),
            client.id(),
            client.keys(),
            settings.issuer(),
            binding(call),
            call.arrival().appended());
    checkKey(call);
    return assertion;
  }

  private static Binding binding(ClientCall call) {
    return call.arrival()
        .http()
        .<Binding>map(http -> http)
        .orElseGet(
            () ->
                new Binding.Record(
                    call.arrival().topic(), call.requestId(), call.credentials().bodyDigest()));
  }

  // Each partition remembers what its keys asked, so a record must lie where its key's memory is.
  private static void checkKey(ClientCall call) throws Rejected {
    String owner = call.arrival().fromGateway() ? call.clientId() : call.valUe();
    if (!call.arrival().key().equals(Optional.of(owner)) || !call.arrival().keyOwnsPartition()) {
      throw new Rejected(FailureCause.KEY_MISMATCH, "record key or partition");
    }
  }

  private Optional<Proof> provenOverHttp(TokenCall call, RegisteredClient client) throws Rejected {
    Optional<String> proof = call.credentials().proof();
    if (proof.isEmpty()) {
      if (client.proofRequired()) {
        throw new Rejected(FailureCause.PROOF_REQUIRED, "the client is registered with proof");
      }
      return Optional.empty();
    }
    return Optional.of(
        Proof.verify(
            proof.get(), binding(call), Optional.empty(), call.arrival().appended(), crypto));
  }
}

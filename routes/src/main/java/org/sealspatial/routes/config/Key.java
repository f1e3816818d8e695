/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Every setting: its dotted name, its default, its shape and its meaning. The table of
 * docs/configuration.md is made from this list.
 */
public enum Key {
  PROFILE(
      "profile",
      "production",
      "`production` or `dev`",
      "`production` refuses keys made by `seal up`, brokers and a gateway without TLS, and a management"
          + " port that others can reach"),
  ROLES("roles", "gateway,sim,lm", "list of `gateway`, `sim`, `lm`", "What this process does"),
  TOPIC_PREFIX(
      "topic-prefix",
      "seal",
      "`a-z 0-9 -`, at most 64",
      "First part of every topic name, consumer group and transactional id; one per deployment"),
  INSTANCE(
      "instance",
      null,
      "`A-Z a-z 0-9 -`, at most 64",
      "Stable name of this process; by default made once and kept in `data-dir`"),
  DATA_DIR(
      "data-dir",
      "data",
      "directory",
      "Holds the instance's name and lock, and the token keys of SIM-S"),
  WORKERS("workers", "2", "1 to 64", "Consumers of each role, each with its own transactions"),
  SLICE(
      "slice",
      "20ms",
      "duration, 0ms to 500ms",
      "How long a transaction waits for more records before it commits"),
  SCHEMAS_ACCEPTED(
      "schemas.accepted",
      null,
      "folder",
      "Avro schemas (`.avsc`) of other versions; requests and audit records of theirs are read, too"),
  LOG_FORMAT("log.format", "text", "`text` or `json`", "Shape of a line on standard error"),
  LOG_LEVEL("log.level", "info", "`error`, `warn`, `info`, `debug`", "Least level that is logged"),
  CRYPTO_PROVIDER(
      "crypto.provider",
      "best",
      "`best`, `accp`, `bc`, `jdk`",
      "Who signs and verifies; `best` takes the first of the other three that works here"),
  KAFKA_BOOTSTRAP_SERVERS(
      "kafka.bootstrap-servers", null, "list of `host:port`", "Where the cluster is found"),
  KAFKA_PROPERTIES_FILE(
      "kafka.properties-file",
      null,
      "file, mode 0600",
      "Properties of every Kafka client, such as passwords and key stores"),
  KAFKA_PROPERTIES(
      "kafka.properties.*",
      null,
      "text",
      "One property of every Kafka client; passwords are taken from `kafka.properties-file` only"),
  PARTITIONS_REQUESTS(
      "partitions.requests",
      "12",
      "1 to 1024",
      "Partitions of each request topic, of the audit and of the dead letters; fixed for ever"),
  PARTITIONS_REPLIES(
      "partitions.replies", "12", "1 to 1024", "Partitions of the gateways' reply topic"),
  REPLICATION_FACTOR(
      "replication-factor",
      "3",
      "1 to 9",
      "Copies of each partition; all but one of them (from three on) must acknowledge"),
  SIM_ISSUER("sim.issuer", null, "https URL", "`iss` of the tokens SIM-S makes"),
  SIM_SIGNING_KEY(
      "sim.signing-key",
      null,
      "PEM or PKCS#12 file, mode 0600",
      "Private key of SIM-S (PKCS#8 with its public key or certificate): signs the tables of keys and"
          + " revocations; certifies the token keys, or signs tokens itself"),
  SIM_SIGNING_KEY_PASSWORD_FILE(
      "sim.signing-key.password-file",
      null,
      "file, mode 0600",
      "Password of `sim.signing-key`; with it that file is PKCS#12"),
  SIM_CERTIFICATE(
      "sim.certificate",
      null,
      "PEM file",
      "Certificate chain of the signing key; it ends at the anchor in `trust.sim`"),
  SIM_KEYS_ROTATION(
      "sim.keys.rotation",
      "off",
      "duration, 1s to 3650d, or `off`",
      "How long a token key signs before the next one takes over ([tables](tables.md#token-keys));"
          + " `off`: `sim.signing-key` signs tokens, for ever"),
  SIM_KEYS_LEAD(
      "sim.keys.lead",
      "PT20S",
      "duration, 1s to 1h",
      "How long a token key is published before it signs; longer than"
          + " `lm.revocations.max-staleness`, which SIM-S has to be told, too"),
  SIM_KEYS_STORE(
      "sim.keys.store",
      "pem",
      "`pem`, `pkcs12` or `pkcs11`",
      "Where token keys are kept: files in `data-dir`, one PKCS#12 file there, or a PKCS#11 token"),
  SIM_KEYS_PASSWORD_FILE(
      "sim.keys.password-file",
      null,
      "file, mode 0600",
      "Password of the PKCS#12 file, or PIN of the PKCS#11 token"),
  SIM_KEYS_PKCS11_CONFIG(
      "sim.keys.pkcs11-config",
      null,
      "file",
      "Configuration of the JDK's SunPKCS11 provider: `name`, `library`, `slotListIndex`"),
  SIM_JTI_KEY(
      "sim.jti-key",
      null,
      "file, mode 0600, 32 bytes or more",
      "Makes token ids repeatable; the same file on every SIM-S instance"),
  SIM_TOKEN_LIFETIME("sim.token.lifetime", "PT5M", "duration, 1s to 24h", "Life of a token"),
  SIM_TOKEN_MAX_LIFETIME(
      "sim.token.max-lifetime", "PT1H", "duration, 1s to 24h", "Longest life a policy may give"),
  LM_ISSUER("lm.issuer", null, "https URL", "The `iss` LM-S accepts; by default `sim.issuer`"),
  LM_AUDIENCE("lm.audience", null, "URI", "The `aud` LM-S answers to; SIM-S puts it in tokens"),
  LM_CLOCK_SKEW(
      "lm.clock-skew", "PT10S", "duration, 0s to 30s", "Leeway for clocks (TS 33.434 Annex A)"),
  LM_MAX_TOKEN_LIFETIME(
      "lm.max-token-lifetime",
      "PT1H",
      "duration, 1s to 24h",
      "Tokens that live longer are refused"),
  LM_MAX_ANSWER_BYTES(
      "lm.max-answer-bytes",
      "786432",
      "1024 to 1000000",
      "Larger answers are refused as `MAP_TOO_LARGE`"),
  LM_REVOCATIONS_MAX_STALENESS(
      "lm.revocations.max-staleness",
      "PT10S",
      "duration, 1s to 5m",
      "An older view of the revocations answers `REVOCATIONS_STALE`"),
  GATEWAY_HOST("gateway.host", "127.0.0.1", "host or address", "Where the gateway listens"),
  GATEWAY_PORT("gateway.port", "8080", "0 to 65535", "Port of the gateway; 0: any free one"),
  GATEWAY_PUBLIC_URL(
      "gateway.public-url",
      null,
      "https URL",
      "The gateway as clients see it: `htu` of proofs, metadata; by default its host and port"),
  GATEWAY_MAX_IN_FLIGHT(
      "gateway.max-in-flight", "1000", "1 to 100000", "More requests than that get a 503"),
  GATEWAY_TLS_KEY(
      "gateway.tls.key",
      null,
      "PEM or PKCS#12 file, mode 0600",
      "Private key of the gateway's certificate; with it the gateway speaks TLS 1.2 and 1.3 only"),
  GATEWAY_TLS_CERTIFICATE(
      "gateway.tls.certificate",
      null,
      "PEM file",
      "The gateway's certificate and those between it and its CA; not with PKCS#12"),
  GATEWAY_TLS_PASSWORD_FILE(
      "gateway.tls.password-file", null, "file, mode 0600", "Password of the PKCS#12 file"),
  GATEWAY_TLS_CLIENT_TRUST(
      "gateway.tls.client-trust",
      null,
      "PEM file",
      "CAs whose client certificates count; without it none is asked for"),
  GATEWAY_TLS_CLIENT_CERTIFICATE(
      "gateway.tls.client-certificate",
      "optional",
      "`optional` or `required`",
      "Whether a caller must show a certificate, where `gateway.tls.client-trust` is set"),
  GATEWAY_WAIT(
      "gateway.wait", "PT10S", "duration, 1s to 60s", "An answer later than that becomes a 504"),
  MANAGEMENT_HOST(
      "management.host", "127.0.0.1", "host or address", "Where health and metrics listen"),
  MANAGEMENT_PORT(
      "management.port", "9091", "0 to 65535", "Port of health and metrics; 0: any free one"),
  TRUST_OPERATOR(
      "trust.operator",
      null,
      "PEM file",
      "Operator's public key; clients and policies count only with its signature"),
  TRUST_SIM(
      "trust.sim",
      null,
      "PEM file",
      "Anchor of SIM-S; signing keys count only with a chain to it (TS 33.434 6.1.2)"),
  AUDIT_PSEUDONYM_KEY(
      "audit.pseudonym-key",
      null,
      "file, mode 0600, 32 bytes or more",
      "Makes the pseudonyms of VAL users and VAL UEs in the audit; the same on every instance"),
  AUDIT_RETENTION(
      "audit.retention",
      null,
      "duration, 1d or more",
      "Life of audit records; by default for ever"),
  DEAD_LETTERS_KEY(
      "dead-letters.key",
      null,
      "JWK file (public)",
      "Dead letters hold the original bytes encrypted to this key; without it no bytes"),
  OPERATOR_KEY(
      "operator.key",
      null,
      "PEM file, mode 0600",
      "Operator's private key (PKCS#8) and its public key; read by `seal apply` and `seal revoke` only");

  /** What takes effect while a process runs; everything else needs a restart. */
  private static final Set<Key> LIVE =
      EnumSet.of(
          LOG_FORMAT,
          LOG_LEVEL,
          TRUST_OPERATOR,
          TRUST_SIM,
          GATEWAY_MAX_IN_FLIGHT,
          GATEWAY_TLS_KEY,
          GATEWAY_TLS_CERTIFICATE,
          GATEWAY_TLS_PASSWORD_FILE,
          GATEWAY_TLS_CLIENT_TRUST,
          GATEWAY_TLS_CLIENT_CERTIFICATE);

  private final String dotted;
  private final String defaultText;
  private final String shape;
  private final String meaning;

  Key(String dotted, String defaultText, String shape, String meaning) {
    this.dotted = dotted;
    this.defaultText = defaultText;
    this.shape = shape;
    this.meaning = meaning;
  }

  /** The name in files and flags, such as {@code sim.token.lifetime}. */
  public String dotted() {
    return dotted;
  }

  /** The name in the environment, such as {@code SEAL_SIM_TOKEN_LIFETIME}. */
  public String environment() {
    return "SEAL_" + dotted.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
  }

  /** What holds when nothing is set. */
  public Optional<String> defaultText() {
    return Optional.ofNullable(defaultText);
  }

  /** What a value looks like, in Markdown. */
  public String shape() {
    return shape;
  }

  /** What it decides, in Markdown. */
  public String meaning() {
    return meaning;
  }

  /** Whether a change takes effect while a process runs. */
  public boolean isLive() {
    return LIVE.contains(this);
  }

  /** The key with this dotted name. */
  public static Optional<Key> named(String dotted) {
    return Arrays.stream(values()).filter(key -> key.dotted.equals(dotted)).findFirst();
  }

  @Override
  public String toString() {
    return dotted;
  }
}

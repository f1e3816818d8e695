/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.token;

import static org.sealspatial.schemas.FailureCause.SCOPE_INSUFFICIENT;
import static org.sealspatial.schemas.FailureCause.TOKEN_ALG_NOT_ALLOWED;
import static org.sealspatial.schemas.FailureCause.TOKEN_AUDIENCE;
import static org.sealspatial.schemas.FailureCause.TOKEN_EXPIRED;
import static org.sealspatial.schemas.FailureCause.TOKEN_ISSUER;
import static org.sealspatial.schemas.FailureCause.TOKEN_KEY_UNKNOWN;
import static org.sealspatial.schemas.FailureCause.TOKEN_LIFETIME;
import static org.sealspatial.schemas.FailureCause.TOKEN_MALFORMED;
import static org.sealspatial.schemas.FailureCause.TOKEN_NOT_YET_VALID;
import static org.sealspatial.schemas.FailureCause.TOKEN_SIGNATURE_INVALID;
import static org.sealspatial.schemas.FailureCause.TOKEN_TOO_LARGE;
import static org.sealspatial.schemas.FailureCause.TOKEN_TYPE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.schemas.FailureCause;

/**
 * Tokens that must be refused, each with its cause: made with the issuer's own key where the fault
 * is not the signature, so that nothing else can be why. One fault each.
 */
public final class HostileTokens {
  /** What is tried. */
  public enum Attack {
    ALG_NONE,
    KEY_CONFUSION,
    PSYCHIC_SIGNATURE,
    KEY_IN_HEADER,
    KEY_ID,
    CRITICAL_EXTENSION,
    TYPE,
    ISSUER,
    AUDIENCE,
    TIME,
    DUPLICATE_NAME,
    DEPTH_AND_SIZE,
    ENCRYPTED,
    SCOPE,
    CLAIM_TYPE
  }

  /** A token and why it is refused. */
  public record Case(Attack attack, String what, String token, FailureCause cause) {
    @Override
    public String toString() {
      return what;
    }
  }

  private final Forge sim;
  private final Forge stranger = Forge.fresh();
  private final ObjectNode good;
  private final Instant now;
  private final String lure;
  private final List<Case> cases = new ArrayList<>();

  /**
   * All of them.
   *
   * @param sim the issuer's key
   * @param good claims of a token that is accepted
   * @param now the time at which they are refused, up to some minutes later
   * @param lure a URL nobody may ever open
   */
  public HostileTokens(Forge sim, ObjectNode good, Instant now, String lure) {
    this.sim = sim;
    this.good = good;
    this.now = now;
    this.lure = lure;
    algNone();
    keyConfusion();
    psychicSignatures();
    keysInHeader();
    keyIds();
    criticalExtensions();
    types();
    issuers();
    audiences();
    times();
    duplicateNames();
    depthAndSize();
    encrypted();
    scopes();
    claimTypes();
  }

  /** Every case. */
  public List<Case> all() {
    return List.copyOf(cases);
  }

  /** The cases of one attack. */
  public Stream<Case> of(Attack attack) {
    return cases.stream().filter(c -> c.attack() == attack);
  }

  private void add(Attack attack, String what, String token, FailureCause cause) {
    cases.add(new Case(attack, what, token, cause));
  }

  private void header(Attack attack, String what, Consumer<ObjectNode> change, FailureCause cause) {
    ObjectNode header = sim.header();
    change.accept(header);
    add(attack, what, sim.sign(header, good), cause);
  }

  private void claims(Attack attack, String what, Consumer<ObjectNode> change, FailureCause cause) {
    ObjectNode claims = good.deepCopy();
    change.accept(claims);
    add(attack, what, sim.sign(sim.header(), claims), cause);
  }

  /** CVE-2015-9235, CVE-2020-28042. */
  private void algNone() {
    String signature = Base64Url.encode(Forge.signature(sim.sign(sim.header(), good)));
    for (String alg : List.of("none", "None", "NONE", "nOnE", "none ", " none", "")) {
      unsigned("alg '" + alg + "'", sim.header().put("alg", alg), signature, TOKEN_ALG_NOT_ALLOWED);
    }
    ObjectNode without = sim.header();
    without.remove("alg");
    unsigned("no alg", without, signature, TOKEN_ALG_NOT_ALLOWED);
    for (String json : List.of("null", "0", "[]", "[\"none\"]", "{}", "false")) {
      ObjectNode header = sim.header();
      header.set("alg", StrictJson.read(json).orElseThrow());
      unsigned("alg " + json, header, signature, TOKEN_MALFORMED);
    }
  }

  private void unsigned(String what, JsonNode header, String signature, FailureCause cause) {
    String input = Forge.input(StrictJson.text(header), StrictJson.text(good));
    add(Attack.ALG_NONE, what + ", empty signature", input + ".", cause);
    add(Attack.ALG_NONE, what + ", some signature", input + "." + signature, cause);
  }

  /** CVE-2016-5431, CVE-2016-10555: our public key as the secret of an HMAC. */
  private void keyConfusion() {
    byte[] der = sim.publicKey().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der)
            + "\n-----END PUBLIC KEY-----";
    var secrets = new LinkedHashMap<String, byte[]>();
    secrets.put("PEM", pem.getBytes(StandardCharsets.US_ASCII));
    secrets.put("PEM with a final newline", (pem + "\n").getBytes(StandardCharsets.US_ASCII));
    secrets.put("DER", der);
    secrets.put("JWK", utf8(StrictJson.text(sim.key().publicHalf().jwk())));
    secrets.put("x and y", Arrays.copyOfRange(der, der.length - 64, der.length));
    secrets.put("thumbprint", utf8(sim.key().publicHalf().thumbprint()));
    secrets.put("a word", utf8("secret"));
    for (Map.Entry<String, byte[]> secret : secrets.entrySet()) {
      for (String alg : List.of("HS256", "HS384", "HS512")) {
        String token = Forge.hmac(sim.header().put("alg", alg), good, secret.getValue());
        add(
            Attack.KEY_CONFUSION,
            alg + " under our public key as " + secret.getKey(),
            token,
            TOKEN_ALG_NOT_ALLOWED);
      }
    }
    for (String alg : List.of("ES384", "ES512", "ES256K", "RS512", "PS512", "RSA1_5", "es256")) {
      header(Attack.KEY_CONFUSION, "alg " + alg, h -> h.put("alg", alg), TOKEN_ALG_NOT_ALLOWED);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** CVE-2022-21449. */
  private void psychicSignatures() {
    String token = sim.sign(sim.header(), good);
    byte[] right = Forge.signature(token);
    var signatures = new LinkedHashMap<String, byte[]>();
    signatures.put("r = s = 0", new byte[64]);
    signatures.put("r = 0", Forge.withNumber(right, 0, BigInteger.ZERO));
    signatures.put("s = 0", Forge.withNumber(right, 32, BigInteger.ZERO));
    signatures.put("r = n", Forge.withNumber(right, 0, Forge.ORDER));
    signatures.put("s = n", Forge.withNumber(right, 32, Forge.ORDER));
    signatures.put(
        "r = s = n", Forge.withNumber(Forge.withNumber(right, 0, Forge.ORDER), 32, Forge.ORDER));
    signatures.put("no byte", new byte[0]);
    signatures.put("one byte short", Arrays.copyOf(right, 63));
    signatures.put("one byte more", Arrays.copyOf(right, 65));
    signatures.put("DER of r = s = 0", new byte[] {0x30, 0x06, 0x02, 0x01, 0, 0x02, 0x01, 0});
    byte[] ones = new byte[64];
    Arrays.fill(ones, (byte) 0xFF);
    signatures.put("all ones", ones);
    signatures.forEach(
        (what, bytes) ->
            add(
                Attack.PSYCHIC_SIGNATURE,
                what,
                Forge.resigned(token, bytes),
                TOKEN_SIGNATURE_INVALID));
    add(
        Attack.PSYCHIC_SIGNATURE,
        "our own signature as DER",
        sim.signDer(sim.header(), good),
        TOKEN_SIGNATURE_INVALID);
    ObjectNode other = good.deepCopy().put("jti", "another");
    add(
        Attack.PSYCHIC_SIGNATURE,
        "the signature of another token",
        Forge.resigned(sim.sign(sim.header(), other), right),
        TOKEN_SIGNATURE_INVALID);
  }

  /** CVE-2018-0114, and every other way for a header to bring or name a key. */
  private void keysInHeader() {
    JsonNode theirs = stranger.key().publicHalf().jwk();
    for (String kid : new String[] {sim.key().kid(), stranger.key().kid(), null}) {
      ObjectNode header = sim.header();
      header.set("jwk", theirs);
      if (kid == null) {
        header.remove("kid");
      } else {
        header.put("kid", kid);
      }
      String which = kid == null ? "no" : kid.equals(sim.key().kid()) ? "our" : "their";
      add(
          Attack.KEY_IN_HEADER,
          "their jwk with " + which + " kid",
          stranger.sign(header, good),
          TOKEN_MALFORMED);
    }
    header(
        Attack.KEY_IN_HEADER,
        "our own jwk",
        h -> h.set("jwk", sim.key().publicHalf().jwk()),
        TOKEN_MALFORMED);
    for (String name : List.of("jku", "x5u")) {
      for (String url : List.of(lure, "file:///etc/passwd", "//" + lure, "")) {
        header(Attack.KEY_IN_HEADER, name + " " + url, h -> h.put(name, url), TOKEN_MALFORMED);
        add(
            Attack.KEY_IN_HEADER,
            "their key by " + name + " " + url,
            stranger.sign(stranger.header().put(name, url), good),
            TOKEN_MALFORMED);
      }
    }
    String der = Base64.getEncoder().encodeToString(stranger.publicKey().getEncoded());
    header(Attack.KEY_IN_HEADER, "x5c", h -> h.putArray("x5c").add(der), TOKEN_MALFORMED);
    add(
        Attack.KEY_IN_HEADER,
        "their key by its self-signed x5c",
        stranger.sign(withChain(stranger.header()), good),
        TOKEN_MALFORMED);
    add(
        Attack.KEY_IN_HEADER,
        "their key by its self-signed x5c under our kid",
        stranger.sign(withChain(sim.header()), good),
        TOKEN_MALFORMED);
    header(Attack.KEY_IN_HEADER, "empty x5c", h -> h.putArray("x5c"), TOKEN_MALFORMED);
    header(Attack.KEY_IN_HEADER, "x5t", h -> h.put("x5t", "AAAA"), TOKEN_MALFORMED);
    header(Attack.KEY_IN_HEADER, "x5t#S256", h -> h.put("x5t#S256", "AAAA"), TOKEN_MALFORMED);
  }

  private ObjectNode withChain(ObjectNode header) {
    var name = new X500Name("CN=SIM-S");
    try {
      var certificate =
          new JcaX509v3CertificateBuilder(
                  name,
                  BigInteger.ONE,
                  Date.from(now.minusSeconds(60)),
                  Date.from(now.plusSeconds(86_400)),
                  name,
                  stranger.publicKey())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(stranger.privateKey()));
      header.putArray("x5c").add(Base64.getEncoder().encodeToString(certificate.getEncoded()));
      return header;
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException("a P-256 key signs its own certificate", e);
    }
  }

  private void keyIds() {
    for (String kid :
        List.of(
            "../../../../dev/null",
            "/proc/self/environ",
            "' UNION SELECT 'a",
            "x;sleep 10",
            "$(sleep 10)",
            "${jndi:ldap://127.0.0.1/a}",
            lure,
            "\u0000",
            "\r\nX: y",
            "\uD83D\uDE00",
            "",
            stranger.key().kid())) {
      header(Attack.KEY_ID, "kid " + kid, h -> h.put("kid", kid), TOKEN_KEY_UNKNOWN);
    }
    header(
        Attack.KEY_ID,
        "our kid in other case",
        h -> h.put("kid", swapCase(sim.key().kid())),
        TOKEN_KEY_UNKNOWN);
    header(Attack.KEY_ID, "no kid", h -> h.remove("kid"), TOKEN_KEY_UNKNOWN);
    header(Attack.KEY_ID, "kid a number", h -> h.put("kid", 1), TOKEN_MALFORMED);
    header(Attack.KEY_ID, "kid null", h -> h.putNull("kid"), TOKEN_MALFORMED);
    header(
        Attack.KEY_ID,
        "kid an array",
        h -> h.putArray("kid").add(sim.key().kid()),
        TOKEN_MALFORMED);
    header(Attack.KEY_ID, "257 characters", h -> h.put("kid", "k".repeat(257)), TOKEN_MALFORMED);
    header(
        Attack.KEY_ID, "10,000 characters", h -> h.put("kid", "k".repeat(10_000)), TOKEN_TOO_LARGE);
  }

  private static String swapCase(String text) {
    return text.chars()
        .map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** RFC 7515 section 4.1.11, RFC 7797. */
  private void criticalExtensions() {
    for (String json :
        List.of("[\"exp\"]", "[]", "[\"b64\"]", "[1]", "\"exp\"", "[\"absent\"]", "null", "{}")) {
      header(
          Attack.CRITICAL_EXTENSION,
          "crit " + json,
          h -> h.set("crit", StrictJson.read(json).orElseThrow()),
          TOKEN_MALFORMED);
    }
    header(
        Attack.CRITICAL_EXTENSION,
        "an extension and its name",
        h -> h.put("https://example.org/ext", true).putArray("crit").add("https://example.org/ext"),
        TOKEN_MALFORMED);
    header(Attack.CRITICAL_EXTENSION, "b64 false", h -> h.put("b64", false), TOKEN_MALFORMED);
    header(Attack.CRITICAL_EXTENSION, "b64 true", h -> h.put("b64", true), TOKEN_MALFORMED);
    header(
        Attack.CRITICAL_EXTENSION,
        "b64 false and critical",
        h -> h.put("b64", false).putArray("crit").add("b64"),
        TOKEN_MALFORMED);
    header(Attack.CRITICAL_EXTENSION, "zip", h -> h.put("zip", "DEF"), TOKEN_MALFORMED);
    header(Attack.CRITICAL_EXTENSION, "p2c", h -> h.put("p2c", 2147483647), TOKEN_MALFORMED);
  }

  /** RFC 9068 section 4. */
  private void types() {
    for (String typ :
        List.of(
            "JWT",
            "jwt",
            "",
            "at+jwt ",
            "at jwt",
            "application/jwt",
            "application/application/at+jwt",
            "text/at+jwt",
            "at+jwt; charset=utf-8",
            "logout+jwt",
            "dpop+jwt",
            "secevent+jwt",
            "entity-statement+jwt",
            "seal-proof+jwt",
            "seal-assertion+jwt")) {
      header(Attack.TYPE, "typ '" + typ + "'", h -> h.put("typ", typ), TOKEN_TYPE);
    }
    header(Attack.TYPE, "no typ", h -> h.remove("typ"), TOKEN_TYPE);
    header(Attack.TYPE, "typ a number", h -> h.put("typ", 1), TOKEN_MALFORMED);
    header(Attack.TYPE, "typ null", h -> h.putNull("typ"), TOKEN_MALFORMED);
    header(Attack.TYPE, "typ an array", h -> h.putArray("typ").add("at+jwt"), TOKEN_MALFORMED);
  }

  private void issuers() {
    String ours = good.get("iss").textValue();
    for (String iss :
        List.of(
            ours + "/",
            ours + ".evil.example",
            ours + "#",
            ours.toUpperCase(java.util.Locale.ROOT),
            ours.substring(0, ours.length() - 1),
            " " + ours,
            "https://other.example",
            ours.replace("https", "http"))) {
      claims(Attack.ISSUER, "iss '" + iss + "'", c -> c.put("iss", iss), TOKEN_ISSUER);
    }
    add(
        Attack.ISSUER,
        "another issuer's key under our kid and iss",
        stranger.sign(sim.header(), good),
        TOKEN_SIGNATURE_INVALID);
    add(
        Attack.ISSUER,
        "another issuer's key and kid with our iss",
        stranger.sign(stranger.header(), good),
        TOKEN_KEY_UNKNOWN);
    claims(Attack.ISSUER, "no iss", c -> c.remove("iss"), TOKEN_MALFORMED);
    claims(Attack.ISSUER, "iss empty", c -> c.put("iss", ""), TOKEN_MALFORMED);
    claims(Attack.ISSUER, "iss an array", c -> c.putArray("iss").add(ours), TOKEN_MALFORMED);
  }

  private void audiences() {
    String ours = good.get("aud").textValue();
    String issuer = good.get("iss").textValue();
    for (String aud : List.of("", "other", issuer, ours + "/", ours + " other", "*")) {
      claims(Attack.AUDIENCE, "aud '" + aud + "'", c -> c.put("aud", aud), TOKEN_AUDIENCE);
    }
    claims(Attack.AUDIENCE, "no aud", c -> c.remove("aud"), TOKEN_AUDIENCE);
    claims(Attack.AUDIENCE, "aud null", c -> c.putNull("aud"), TOKEN_AUDIENCE);
    claims(Attack.AUDIENCE, "aud []", c -> c.putArray("aud"), TOKEN_AUDIENCE);
    claims(Attack.AUDIENCE, "aud [other]", c -> c.putArray("aud").add("other"), TOKEN_AUDIENCE);
    claims(
        Attack.AUDIENCE,
        "ours and another",
        c -> c.putArray("aud").add(ours).add("other"),
        TOKEN_AUDIENCE);
    claims(
        Attack.AUDIENCE, "ours twice", c -> c.putArray("aud").add(ours).add(ours), TOKEN_AUDIENCE);
    claims(
        Attack.AUDIENCE, "[[ours]]", c -> c.putArray("aud").addArray().add(ours), TOKEN_AUDIENCE);
    claims(Attack.AUDIENCE, "aud a number", c -> c.put("aud", 1), TOKEN_AUDIENCE);
    claims(
        Attack.AUDIENCE, "aud an object", c -> c.putObject("aud").put("a", ours), TOKEN_AUDIENCE);
  }

  private void times() {
    long seconds = now.getEpochSecond();
    claims(Attack.TIME, "exp 11 s ago", c -> c.put("exp", seconds - 11), TOKEN_EXPIRED);
    claims(Attack.TIME, "exp 0", c -> c.put("exp", 0), TOKEN_EXPIRED);
    claims(Attack.TIME, "a long life", c -> c.put("exp", seconds + 315_360_000), TOKEN_LIFETIME);
    claims(
        Attack.TIME, "exp in the year 9999", c -> c.put("exp", 253_402_300_799L), TOKEN_LIFETIME);
    for (String name : List.of("iat", "nbf")) {
      claims(
          Attack.TIME,
          name + " an hour ahead",
          c -> c.put(name, seconds + 3600).put("exp", seconds + 3660),
          TOKEN_NOT_YET_VALID);
    }
    for (String name : List.of("exp", "iat", "nbf")) {
      for (String json :
          List.of(
              "\"" + (seconds + 60) + "\"",
              seconds + ".5",
              seconds + ".0",
              "-1",
              "9223372036854775808",
              "1e308",
              "1e3",
              "253402300800",
              "null",
              "true",
              "[" + seconds + "]")) {
        claims(
            Attack.TIME,
            name + " " + json,
            c -> c.set(name, StrictJson.read(json).orElseThrow()),
            TOKEN_MALFORMED);
      }
    }
    claims(Attack.TIME, "no exp", c -> c.remove("exp"), TOKEN_MALFORMED);
    claims(Attack.TIME, "no iat", c -> c.remove("iat"), TOKEN_MALFORMED);
  }

  private void duplicateNames() {
    String header = StrictJson.text(sim.header());
    String claims = StrictJson.text(good);
    for (String more :
        List.of(
            "\"alg\":\"ES256\"",
            "\"alg\":\"none\"",
            "\"\\u0061lg\":\"none\"",
            "\"kid\":\"x\"",
            "\"typ\":\"at+jwt\"")) {
      add(
          Attack.DUPLICATE_NAME,
          "header with a second " + more,
          sim.sign("{" + more + "," + header.substring(1), claims),
          TOKEN_MALFORMED);
    }
    for (String more :
        List.of(
            "\"sub\":\"ue-2\"",
            "\"exp\":" + (now.getEpochSecond() + 60),
            "\"\\u0073ub\":\"ue-2\"",
            "\"aud\":\"other\"",
            "\"cnf\":{}",
            "\"scope\":\"seal:SS_SmManagement:get\"")) {
      add(
          Attack.DUPLICATE_NAME,
          "claims with a second " + more,
          sim.sign(header, "{" + more + "," + claims.substring(1)),
          TOKEN_MALFORMED);
      add(
          Attack.DUPLICATE_NAME,
          "claims with a second " + more + " at the end",
          sim.sign(header, claims.substring(0, claims.length() - 1) + "," + more + "}"),
          TOKEN_MALFORMED);
    }
    add(
        Attack.DUPLICATE_NAME,
        "a second name deep inside",
        sim.sign(header, claims.replace("\"jkt\":", "\"jkt\":\"x\",\"jkt\":")),
        TOKEN_MALFORMED);
    for (String text :
        List.of(
            claims + "{}",
            claims + " x",
            "\uFEFF" + claims,
            claims + "\u0000",
            "[" + claims + "]",
            claims.replace(":", "="),
            "{" + claims,
            "",
            "null",
            "\"a\"",
            "7")) {
      add(
          Attack.DUPLICATE_NAME,
          "claims that are not one object",
          sim.sign(header, text),
          TOKEN_MALFORMED);
    }
  }

  /** CVE-2025-53864. */
  private void depthAndSize() {
    for (int depth : new int[] {33, 1_000, 100_000}) {
      FailureCause cause = depth > 2_000 ? TOKEN_TOO_LARGE : TOKEN_MALFORMED;
      String arrays = "[".repeat(depth) + "]".repeat(depth);
      String objects = "{\"\":".repeat(depth) + "1" + "}".repeat(depth);
      for (String deep : List.of(arrays, objects)) {
        String kind = deep.charAt(0) + " " + depth + " deep";
        boolean tooLarge = cause == TOKEN_TOO_LARGE || deep.length() > 6_000;
        add(
            Attack.DEPTH_AND_SIZE,
            "claims " + kind,
            sim.sign(StrictJson.text(sim.header()), withMember(StrictJson.text(good), deep)),
            tooLarge ? TOKEN_TOO_LARGE : TOKEN_MALFORMED);
        add(
            Attack.DEPTH_AND_SIZE,
            "header " + kind,
            sim.sign(
                withMember(StrictJson.text(sim.header()), deep).replace("\"more\"", "\"jwk\""),
                StrictJson.text(good)),
            tooLarge ? TOKEN_TOO_LARGE : TOKEN_MALFORMED);
      }
    }
    String claims = StrictJson.text(good);
    String header = StrictJson.text(sim.header());
    String megabyte = "\"" + "a".repeat(1 << 20) + "\"";
    add(
        Attack.DEPTH_AND_SIZE,
        "a string of 1 MB",
        sim.sign(header, withMember(claims, megabyte)),
        TOKEN_TOO_LARGE);
    add(
        Attack.DEPTH_AND_SIZE,
        "a number of 1,000,000 digits",
        sim.sign(header, withMember(claims, "9".repeat(1_000_000))),
        TOKEN_TOO_LARGE);
    add(
        Attack.DEPTH_AND_SIZE,
        "a number of 4,000 digits",
        sim.sign(header, withMember(claims, "9".repeat(4_000))),
        TOKEN_MALFORMED);
    add(
        Attack.DEPTH_AND_SIZE,
        "a name of 2,000 characters",
        sim.sign(header, "{\"" + "n".repeat(2_000) + "\":1," + claims.substring(1)),
        TOKEN_MALFORMED);
    String token = sim.sign(sim.header(), good);
    add(
        Attack.DEPTH_AND_SIZE,
        "8,193 characters",
        token + "A".repeat(8_193 - token.length()),
        TOKEN_TOO_LARGE);
    add(
        Attack.DEPTH_AND_SIZE,
        "no more than 8,192 characters",
        token + "A".repeat(8_192 - token.length() - (8_192 - token.length() + 86) % 4),
        TOKEN_SIGNATURE_INVALID);
    add(Attack.DEPTH_AND_SIZE, "1 MB of dots", ".".repeat(1 << 20), TOKEN_TOO_LARGE);
    add(Attack.DEPTH_AND_SIZE, "8,000 dots", ".".repeat(8_000), TOKEN_MALFORMED);
  }

  private static String withMember(String object, String value) {
    return object.substring(0, object.length() - 1) + ",\"more\":" + value + "}";
  }

  /**
   * CVE-2023-52428 and CVE-2023-51775 (iterations of PBES2), CVE-2024-29371 (what inflates),
   * CVE-2026-29000 (an unsigned token inside).
   */
  private void encrypted() {
    String bomb = Base64Url.encode(deflated(5_000_000));
    String inner = Forge.input("{\"alg\":\"none\"}", StrictJson.text(good)) + ".";
    var headers = new LinkedHashMap<String, ObjectNode>();
    for (String alg :
        List.of("dir", "A256KW", "RSA-OAEP", "RSA-OAEP-256", "RSA1_5", "ECDH-ES", "A128GCMKW")) {
      headers.put(alg, StrictJson.object().put("alg", alg).put("enc", "A256GCM"));
    }
    headers.put(
        "PBES2 with 2^31 - 1 iterations",
        StrictJson.object()
            .put("alg", "PBES2-HS512+A256KW")
            .put("enc", "A256GCM")
            .put("p2s", "c2FsdHNhbHQ")
            .put("p2c", 2147483647));
    headers.put(
        "what inflates to 5 MB",
        StrictJson.object().put("alg", "dir").put("enc", "A256GCM").put("zip", "DEF"));
    headers.put("a signed token's header", sim.header());
    headers.forEach(
        (what, header) -> {
          String protectedPart = Forge.part(StrictJson.text(header));
          String ciphertext = header.has("zip") ? bomb : Forge.part(inner);
          add(
              Attack.ENCRYPTED,
              "five parts: " + what,
              protectedPart + ".AAAA.AAAAAAAAAAAAAAAA." + ciphertext + ".AAAAAAAAAAAAAAAAAAAAAA",
              TOKEN_MALFORMED);
          add(
              Attack.ENCRYPTED,
              "five parts without a key: " + what,
              protectedPart + "..AAAAAAAAAAAAAAAA." + ciphertext + ".AAAAAAAAAAAAAAAAAAAAAA",
              TOKEN_MALFORMED);
        });
    String large = Base64Url.encode(deflated(100_000_000));
    ObjectNode zipped = StrictJson.object().put("alg", "dir").put("enc", "A256GCM");
    add(
        Attack.ENCRYPTED,
        "what inflates to 100 MB",
        Forge.part(StrictJson.text(zipped.put("zip", "DEF")))
            + "..AAAAAAAAAAAAAAAA."
            + large
            + ".AAAAAAAAAAAAAAAAAAAAAA",
        TOKEN_TOO_LARGE);
    add(Attack.ENCRYPTED, "really encrypted to our key", encryptedToUs(inner), TOKEN_MALFORMED);
    String token = sim.sign(sim.header(), good);
    add(Attack.ENCRYPTED, "a good token within", encryptedToUs(token), TOKEN_MALFORMED);
    add(Attack.ENCRYPTED, "four parts", token + ".AAAA", TOKEN_MALFORMED);
    add(Attack.ENCRYPTED, "six parts", token + ".AAAA.AAAA.AAAA", TOKEN_MALFORMED);
  }

  private String encryptedToUs(String content) {
    try {
      var jwe =
          new JWEObject(
              new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.A256GCM)
                  .contentType("JWT")
                  .keyID(sim.key().kid())
                  .build(),
              new Payload(content));
      jwe.encrypt(new ECDHEncrypter(sim.publicKey()));
      return jwe.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("ECDH-ES to a P-256 key works", e);
    }
  }

  private static byte[] deflated(int zeroes) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DeflaterOutputStream(bytes, new Deflater(9, true))) {
      byte[] some = new byte[100_000];
      for (int left = zeroes; left > 0; left -= some.length) {
        out.write(some, 0, Math.min(left, some.length));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Tokens in good form that do not cover an action on a service: refused by who decides, and not
   * by the verifier.
   */
  public List<Case> withoutAction(String service, String action) {
    var uncovering = new ArrayList<Case>();
    String scope = "seal:" + service + ":" + action;
    for (String other :
        List.of(
            "seal:" + service + ":other",
            "seal:" + service + ":" + action.substring(0, action.length() - 1),
            "seal:" + service + ":" + action + "s",
            "seal:" + service.toLowerCase(java.util.Locale.ROOT) + ":" + action,
            "seal:" + service + "s:" + action,
            "seal:SS_Other:" + action)) {
      String token = sim.sign(sim.header(), good.deepCopy().put("scope", other));
      uncovering.add(new Case(Attack.SCOPE, other + " for " + scope, token, SCOPE_INSUFFICIENT));
    }
    return uncovering;
  }

  private void scopes() {
    String ours = good.get("scope").textValue();
    for (String scope :
        List.of(
            ours.toUpperCase(java.util.Locale.ROOT),
            " " + ours,
            ours + " ",
            ours + "  seal:SS_SmManagement:list",
            ours + "\tseal:SS_SmManagement:list",
            ours + ",seal:SS_SmManagement:list",
            ours + " " + ours,
            ours + " seal:SS_SAnDiscovery:discover",
            ours + " openid",
            "seal:SS_SmManagement",
            "seal:SS_SmManagement:*",
            "*",
            "get")) {
      claims(Attack.SCOPE, "scope '" + scope + "'", c -> c.put("scope", scope), SCOPE_INSUFFICIENT);
    }
    claims(Attack.SCOPE, "no scope", c -> c.remove("scope"), SCOPE_INSUFFICIENT);
    // A claim of another JSON type is malformed, whatever its name.
    claims(Attack.SCOPE, "scope an array", c -> c.putArray("scope").add(ours), TOKEN_MALFORMED);
    claims(Attack.SCOPE, "scope null", c -> c.putNull("scope"), TOKEN_MALFORMED);
  }

  private void claimTypes() {
    for (String name : List.of("sub", "client_id", "jti")) {
      for (String json : List.of("null", "1", "[]", "{}", "\"\"", "true")) {
        claims(
            Attack.CLAIM_TYPE,
            name + " " + json,
            c -> c.set(name, StrictJson.read(json).orElseThrow()),
            TOKEN_MALFORMED);
      }
      claims(Attack.CLAIM_TYPE, "no " + name, c -> c.remove(name), TOKEN_MALFORMED);
    }
    for (String json :
        List.of(
            "null",
            "\"x\"",
            "[]",
            "{}",
            "{\"jkt\":null}",
            "{\"jkt\":1}",
            "{\"kid\":\"a\"}",
            "{\"x5t#S256\":1}",
            "{\"x5t#S256\":\"a\",\"jkt\":null}",
            "{\"x5t#S256\":\"a\",\"kid\":\"a\"}")) {
      claims(
          Attack.CLAIM_TYPE,
          "cnf " + json,
          c -> c.set("cnf", StrictJson.read(json).orElseThrow()),
          TOKEN_MALFORMED);
    }
    for (String json :
        List.of("null", "{}", "[]", "\"x\"", "[1]", "[{}]", "[{\"type\":\"other\"}]")) {
      claims(
          Attack.CLAIM_TYPE,
          "authorization_details " + json,
          c -> c.set("authorization_details", StrictJson.read(json).orElseThrow()),
          TOKEN_MALFORMED);
    }
    for (String json : List.of("null", "\"1\"", "1.5", "-1", "[]", "1e99")) {
      claims(
          Attack.CLAIM_TYPE,
          "policy_version " + json,
          c -> c.set("policy_version", StrictJson.read(json).orElseThrow()),
          TOKEN_MALFORMED);
    }
  }
}

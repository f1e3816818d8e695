/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.schemas;

/**
 * The closed catalogue of failure causes. Each constant says what it means, which OAuth 2.0 error
 * (RFC 6749, 6750, 9396, 9449) and which HTTP status it is, whether a retry of the same request can
 * succeed, and which cause the outside is told. The audit record always holds the exact cause.
 *
 * <p>docs/failure-causes.md is generated from this file; a test holds them equal.
 */
public enum FailureCause {
  // The request itself.
  REQUEST_MALFORMED(
      "a field, parameter or header is missing, repeated or not of its form",
      "invalid_request",
      400),
  REQUEST_EXPIRED(
      "the deadline of the request had passed before it was decided",
      "invalid_request",
      504,
      Retry.NEW_REQUEST),
  REQUEST_ID_REUSED(
      "the same client used this request id for another request", "invalid_request", 409),
  KEY_MISMATCH(
      "the record key is not the authenticated identity, or the partition is not the key's",
      "invalid_request",
      400),
  RECORD_UNREADABLE(
      "the record value is not a datum of the topic's schema", "invalid_request", 400),
  SCHEMA_UNKNOWN(
      "the record value names a schema that was neither released nor accepted here",
      "invalid_request",
      400),
  SCHEMA_MISMATCH(
      "the record value is of another record type than the topic's", "invalid_request", 400),
  RECORD_TOO_LARGE("the record value is over the size limit", "invalid_request", 413),
  RECORD_QUARANTINED(
      "handling this record failed; it is in the dead letters", "invalid_request", 400),

  // Who asks.
  CLIENT_AUTH_FAILED("the client could not be authenticated", "invalid_client", 401),
  UNKNOWN_CLIENT("no such client is registered", "invalid_client", 401, CLIENT_AUTH_FAILED),
  ASSERTION_EXPIRED(
      "the client assertion is outside its life time", "invalid_client", 401, CLIENT_AUTH_FAILED),
  ASSERTION_MISMATCH(
      "the client assertion is of another shape, audience or request",
      "invalid_client",
      401,
      CLIENT_AUTH_FAILED),
  ASSERTION_REPLAYED(
      "the client assertion was used before for another request", "invalid_client", 401),
  REQUESTOR_MISMATCH(
      "the identity in the request is not the authenticated one", "invalid_request", 403),
  UNKNOWN_VAL_UE("the client may not speak for this VAL UE", "unauthorized_client", 400),
  REPLY_NOT_ALLOWED("the client has no reply address for this way in", "unauthorized_client", 400),

  // Whether SIM-S grants.
  UNKNOWN_SERVICE("no such spatial localization service", "invalid_scope", 400),
  SERVICE_NOT_ALLOWED("no rule allows this spatial localization service", "invalid_scope", 400),
  ACTION_NOT_ALLOWED("no rule allows one of the actions", "invalid_scope", 400),
  MAP_NOT_ALLOWED("no rule allows one of the maps", "access_denied", 403),
  LAYER_NOT_ALLOWED("no rule allows one of the layers", "access_denied", 403),
  AREA_NOT_ALLOWED("no rule allows the area", "access_denied", 403),
  TIME_NOT_ALLOWED(
      "the rule that would allow this is not in force now", "access_denied", 403, Retry.LATER),
  POLICY_DENIED("a rule denies this", "access_denied", 403),
  AUTHORIZATION_DETAILS_INVALID(
      "the authorization details are not of their form (RFC 9396 section 5)",
      "invalid_authorization_details",
      400),

  // Proof of possession.
  PROOF_REQUIRED("a proof of possession is required and missing", "invalid_dpop_proof", 401),
  PROOF_INVALID("the proof of possession is not valid for this request", "invalid_dpop_proof", 401),
  PROOF_REPLAYED("the proof of possession was used before", "invalid_dpop_proof", 401),
  CERTIFICATE_REQUIRED("a TLS client certificate is required and missing", "invalid_request", 400),

  // The access token, as LM-S sees it.
  TOKEN_INVALID("the access token is not valid", "invalid_token", 401),
  TOKEN_MISSING("no access token", null, 401),
  TOKEN_MALFORMED(
      "the access token is not a compact JWS of three strict base64url parts",
      "invalid_token",
      401),
  TOKEN_TOO_LARGE("the access token is over the size limit", "invalid_token", 431),
  TOKEN_ALG_NOT_ALLOWED(
      "the algorithm is not on the allow-list", "invalid_token", 401, TOKEN_INVALID),
  TOKEN_KEY_UNKNOWN("no trusted key has this kid", "invalid_token", 401, TOKEN_INVALID),
  TOKEN_SIGNATURE_INVALID("the signature does not verify", "invalid_token", 401, TOKEN_INVALID),
  TOKEN_TYPE("typ is not at+jwt", "invalid_token", 401, TOKEN_INVALID),
  TOKEN_ISSUER("the issuer is not the trusted SIM-S", "invalid_token", 401, TOKEN_INVALID),
  TOKEN_AUDIENCE("the audience is not this server", "invalid_token", 401, TOKEN_INVALID),
  TOKEN_NOT_YET_VALID("the token is not valid yet", "invalid_token", 401, TOKEN_INVALID),
  TOKEN_LIFETIME("the token lives longer than any token may", "invalid_token", 401, TOKEN_INVALID),
  TOKEN_EXPIRED("the token has expired", "invalid_token", 401),
  TOKEN_REVOKED("the token was revoked", "invalid_token", 401),
  TOKEN_NOT_YOURS("the token was issued to another client", "invalid_request", 400),
  TOKEN_BINDING("the token is bound to another key or certificate", "invalid_token", 401),
  SCOPE_INSUFFICIENT(
      "the token does not cover this service and operation", "insufficient_scope", 403),

  // The object.
  MAP_NOT_FOUND("no such spatial map", null, 404),
  MAP_NOT_YOURS(
      "the map exists, but the grant or its allowed entities do not include the requestor",
      null,
      404,
      MAP_NOT_FOUND),
  OPERATION_UNKNOWN(
      "the spatial localization service has no such operation", "invalid_request", 400),
  MAP_TOO_LARGE("the answer is over the size limit; narrow layers or area", null, 413),

  // The gateway, before Kafka.
  PATH_NOT_FOUND("no such resource", null, 404),
  METHOD_NOT_ALLOWED("the resource does not have this method", null, 405),
  NOT_ACCEPTABLE("no acceptable media type", null, 406),
  MEDIA_TYPE_UNSUPPORTED("the media type is not supported", "invalid_request", 415),
  BODY_TOO_LARGE("the body is over the size limit", "invalid_request", 413),
  URI_TOO_LONG("the request target is over the size limit", null, 414),
  HEADERS_TOO_LARGE("the header fields are over the size limit", null, 431),
  REQUEST_TOO_SLOW("the request did not arrive in time", null, 408, Retry.LATER),
  GATEWAY_FAULT(
      "the gateway could not handle this request", "temporarily_unavailable", 503, Retry.LATER),
  UNSUPPORTED_GRANT_TYPE("the grant type is not supported", "unsupported_grant_type", 400),
  RATE_LIMITED(
      "reserved, nothing answers so yet: too many requests of this client", null, 429, Retry.LATER),

  // The system.
  BACKPRESSURE(
      "too many requests are waiting, or the replay memory is full",
      "temporarily_unavailable",
      503,
      Retry.LATER),
  AUDIT_UNAVAILABLE(
      "Kafka does not take records now; nothing is answered without its audit record",
      "temporarily_unavailable",
      503,
      Retry.LATER),
  KEYS_UNAVAILABLE(
      "no signing or verification key is at hand", "temporarily_unavailable", 503, Retry.LATER),
  REVOCATIONS_STALE(
      "the view of the revocations is older than its budget",
      "temporarily_unavailable",
      503,
      Retry.LATER),
  CLOCK_SUSPECT(
      "reserved, nothing answers so yet: the clock of this processor disagrees with the broker's",
      "temporarily_unavailable",
      503,
      Retry.LATER),
  OUTCOME_UNKNOWN(
      "no answer within the wait; a retry with the same request id returns the one outcome",
      "temporarily_unavailable",
      504,
      Retry.SAME_REQUEST);

  /** When asking again can help. */
  public enum Retry {
    /** The same request will be refused again. */
    NEVER,
    /** The same request may be granted later. */
    LATER,
    /** A new request, with a new id and deadline, may be granted. */
    NEW_REQUEST,
    /** The same request, with the same id, returns the one outcome. */
    SAME_REQUEST
  }

  private final String meaning;
  private final String oauthError;
  private final int httpStatus;
  private final Retry retry;
  private final FailureCause publicCause;

  FailureCause(String meaning, String oauthError, int httpStatus) {
    this(meaning, oauthError, httpStatus, Retry.NEVER, null);
  }

  FailureCause(String meaning, String oauthError, int httpStatus, Retry retry) {
    this(meaning, oauthError, httpStatus, retry, null);
  }

  FailureCause(String meaning, String oauthError, int httpStatus, FailureCause publicCause) {
    this(meaning, oauthError, httpStatus, Retry.NEVER, publicCause);
  }

  FailureCause(
      String meaning, String oauthError, int httpStatus, Retry retry, FailureCause publicCause) {
    this.meaning = meaning;
    this.oauthError = oauthError;
    this.httpStatus = httpStatus;
    this.retry = retry;
    this.publicCause = publicCause;
  }

  /** One line for people. */
  public String meaning() {
    return meaning;
  }

  /** The OAuth 2.0 error code, or null where OAuth has none. */
  public String oauthError() {
    return oauthError;
  }

  /** The HTTP status the gateway answers with. */
  public int httpStatus() {
    return httpStatus;
  }

  /** Whether asking again can help. */
  public Retry retry() {
    return retry;
  }

  /** What the outside is told: this cause, or a coarser one that is no oracle for attackers. */
  public FailureCause publicCause() {
    return publicCause == null ? this : publicCause;
  }
}

package dev.transferjob.operator.progress;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/**
 * Checks service-account tokens against the API server's public keys, without asking it each time.
 * The issuer need not be known: whoever holds the API server's keys is the API server.
 */
@ApplicationScoped
class TokenCheck {
  private static final int LEEWAY_SECONDS = 5;
  private static final int MAX_LENGTH = 8192;

  private final SigningKeys keys;
  private final Clock clock;

  TokenCheck(SigningKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** The pod that a token is bound to, if the token is valid and meant for this audience. */
  Optional<TokenPod> verify(String token, String audience) {
    if (token.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    var consumer =
        new JwtConsumerBuilder()
            .setVerificationKeyResolver(keys)
            .setJwsAlgorithmConstraints(
                new AlgorithmConstraints(
                    ConstraintType.PERMIT, "RS256", "RS384", "RS512", "ES256", "ES384", "ES512"))
            .setExpectedAudience(true, audience)
            .setRequireExpirationTime()
            .setRequireNotBefore()
            .setAllowedClockSkewInSeconds(LEEWAY_SECONDS)
            .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
            .build();
    try {
      return pod(consumer.processToClaims(token));
    } catch (InvalidJwtException | MalformedClaimException invalid) {
      return Optional.empty();
    }
  }

  private static Optional<TokenPod> pod(JwtClaims claims) throws MalformedClaimException {
    var kubernetes = claims.getClaimValue("kubernetes.io", Map.class);
    if (kubernetes == null
        || !(kubernetes.get("namespace") instanceof String namespace)
        || !(kubernetes.get("pod") instanceof Map<?, ?> pod)
        || !(pod.get("name") instanceof String name)
        || !(pod.get("uid") instanceof String uid)) {
      return Optional.empty();
    }
    return Optional.of(new TokenPod(namespace, name, uid));
  }
}

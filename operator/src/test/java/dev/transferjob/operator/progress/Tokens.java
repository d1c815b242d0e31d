package dev.transferjob.operator.progress;

import java.time.Instant;
import java.util.Map;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Signs tokens as an API server does, with a real key of its own. */
final class Tokens {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String AUDIENCE = "transferjob.dev/5f0c1e2a";

  private final RsaJsonWebKey key;

  Tokens(String keyId) throws JoseException {
    key = RsaJwkGenerator.generateJwk(2048);
    key.setKeyId(keyId);
  }

  String publicKeys() {
    return new JsonWebKeySet(key).toJson();
  }

  RsaJsonWebKey key() {
    return key;
  }

  /** The claims of a pod's token that is good for an hour. */
  static JwtClaims claims() {
    var claims = new JwtClaims();
    claims.setAudience(AUDIENCE);
    claims.setNotBefore(NumericDate.fromSeconds(NOW.getEpochSecond() - 60));
    claims.setExpirationTime(NumericDate.fromSeconds(NOW.getEpochSecond() + 3600));
    claims.setClaim(
        "kubernetes.io",
        Map.of("namespace", "team-a", "pod", Map.of("name", "ants-0", "uid", "90000000")));
    return claims;
  }

  String sign(JwtClaims claims) throws JoseException {
    var signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setAlgorithmHeaderValue("RS256");
    signature.setKeyIdHeaderValue(key.getKeyId());
    signature.setKey(key.getPrivateKey());
    return signature.getCompactSerialization();
  }
}

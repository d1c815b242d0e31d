package dev.transferjob.operator.progress;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.VerificationJwkSelector;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/** The keys that the API server signs tokens with; fetched anew when an unknown one is named. */
@ApplicationScoped
class SigningKeys implements VerificationKeyResolver {
  private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(10);

  private final Supplier<String> source;
  private final Clock clock;
  private List<JsonWebKey> keys = List.of();
  private Instant nextFetch = Instant.EPOCH;

  @Inject
  SigningKeys(KubernetesClient client, Clock clock) {
    this(() -> client.raw("/openid/v1/jwks"), clock);
  }

  SigningKeys(Supplier<String> source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  @Override
  public Key resolveKey(JsonWebSignature token, List<JsonWebStructure> nesting)
      throws UnresolvableKeyException {
    var known = select(token, current(false));
    var key = known == null ? select(token, current(true)) : known;
    if (key == null) {
      throw new UnresolvableKeyException(
          "The API server has no key " + token.getKeyIdHeaderValue());
    }
    return key.getKey();
  }

  private static JsonWebKey select(JsonWebSignature token, List<JsonWebKey> keys)
      throws UnresolvableKeyException {
    try {
      return new VerificationJwkSelector().select(token, keys);
    } catch (JoseException e) {
      throw new UnresolvableKeyException("The token's header is not usable", e);
    }
  }

  /** Forged key ids must not make the operator ask the API server again and again. */
  private synchronized List<JsonWebKey> current(boolean refresh) throws UnresolvableKeyException {
    var now = clock.instant();
    if ((keys.isEmpty() || refresh) && !now.isBefore(nextFetch)) {
      nextFetch = now.plus(BETWEEN_FETCHES);
      try {
        keys = new JsonWebKeySet(source.get()).getJsonWebKeys();
      } catch (JoseException | KubernetesClientException e) {
        throw new UnresolvableKeyException("The API server's keys cannot be read", e);
      }
    }
    return keys;
  }
}

package dev.transferjob.operator.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenCheckTest {
  private static final Clock CLOCK = Clock.fixed(Tokens.NOW, ZoneOffset.UTC);

  private final AtomicInteger fetches = new AtomicInteger();
  private final AtomicReference<String> published = new AtomicReference<>();
  private Tokens server;
  private TokenCheck check;

  @BeforeEach
  void start() throws JoseException {
    server = new Tokens("key-1");
    published.set(server.publicKeys());
    check = new TokenCheck(new SigningKeys(this::fetch, CLOCK), CLOCK);
  }

  private String fetch() {
    fetches.incrementAndGet();
    return published.get();
  }

  @Test
  void ownTokenTellsItsPod() throws JoseException {
    assertThat(check.verify(server.sign(Tokens.claims()), Tokens.AUDIENCE))
        .contains(new TokenPod("team-a", "ants-0", "90000000"));
  }

  @Test
  void keysAreFetchedOnce() throws JoseException {
    // Given
    var token = server.sign(Tokens.claims());

    // When
    for (int i = 0; i < 100; i++) {
      check.verify(token, Tokens.AUDIENCE);
    }

    // Then
    assertThat(fetches).hasValue(1);
  }

  @Test
  void tokenForAnotherJobIsRefused() throws JoseException {
    assertThat(check.verify(server.sign(Tokens.claims()), "transferjob.dev/another")).isEmpty();
  }

  @Test
  void tokenForTheApiServerIsRefused() throws JoseException {
    // Given
    var claims = Tokens.claims();
    claims.setAudience("https://kubernetes.default.svc");

    // Then
    assertThat(check.verify(server.sign(claims), Tokens.AUDIENCE)).isEmpty();
  }

  @Test
  void oldAndEarlyTokensAreRefused() throws JoseException {
    // Given
    var expired = Tokens.claims();
    expired.setExpirationTime(NumericDate.fromSeconds(Tokens.NOW.getEpochSecond() - 60));
    var early = Tokens.claims();
    early.setNotBefore(NumericDate.fromSeconds(Tokens.NOW.getEpochSecond() + 60));
    var endless = Tokens.claims();
    endless.unsetClaim("exp");

    // Then
    assertThat(check.verify(server.sign(expired), Tokens.AUDIENCE)).isEmpty();
    assertThat(check.verify(server.sign(early), Tokens.AUDIENCE)).isEmpty();
    assertThat(check.verify(server.sign(endless), Tokens.AUDIENCE)).isEmpty();
  }

  @Test
  void tokenWithoutPodIsRefused() throws JoseException {
    // Given
    var claims = Tokens.claims();
    claims.setClaim("kubernetes.io", Map.of("namespace", "team-a"));

    // Then
    assertThat(check.verify(server.sign(claims), Tokens.AUDIENCE)).isEmpty();
  }

  @Test
  void foreignKeyOfTheSameNameIsRefused() throws JoseException {
    // Given
    var forger = new Tokens("key-1");

    // Then
    assertThat(check.verify(forger.sign(Tokens.claims()), Tokens.AUDIENCE)).isEmpty();
  }

  @Test
  void unsignedTokenIsRefused() {
    // Given
    var header = "{\"alg\":\"none\"}".getBytes(UTF_8);
    var payload = Tokens.claims().toJson().getBytes(UTF_8);
    var base64 = Base64.getUrlEncoder().withoutPadding();
    var token = base64.encodeToString(header) + "." + base64.encodeToString(payload) + ".";

    // Then
    assertThat(check.verify(token, Tokens.AUDIENCE)).isEmpty();
  }

  @Test
  void publicKeyAsSharedSecretIsRefused() throws JoseException {
    // Given
    var signature = new JsonWebSignature();
    signature.setPayload(Tokens.claims().toJson());
    signature.setAlgorithmHeaderValue("HS256");
    signature.setKeyIdHeaderValue("key-1");
    signature.setKey(new HmacKey(server.key().getPublicKey().getEncoded()));

    // Then
    assertThat(check.verify(signature.getCompactSerialization(), Tokens.AUDIENCE)).isEmpty();
  }

  @Test
  void unknownKeysDoNotFloodTheApiServer() throws JoseException {
    // Given
    check.verify(server.sign(Tokens.claims()), Tokens.AUDIENCE);

    // When
    for (int i = 0; i < 20; i++) {
      check.verify(new Tokens("made-up").sign(Tokens.claims()), Tokens.AUDIENCE);
    }

    // Then
    assertThat(fetches.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void rotatedKeyIsFetched() throws JoseException {
    // Given
    var clock = new TurnedClock();
    var turning = new TokenCheck(new SigningKeys(this::fetch, clock), CLOCK);
    turning.verify(server.sign(Tokens.claims()), Tokens.AUDIENCE);
    var rotated = new Tokens("key-2");
    published.set(rotated.publicKeys());
    clock.turn(Duration.ofMinutes(1));

    // Then
    assertThat(turning.verify(rotated.sign(Tokens.claims()), Tokens.AUDIENCE)).isPresent();
  }

  @Test
  void rubbishIsRefused() {
    assertThat(check.verify("", Tokens.AUDIENCE)).isEmpty();
    assertThat(check.verify("a.b.c", Tokens.AUDIENCE)).isEmpty();
    assertThat(check.verify("x".repeat(100_000), Tokens.AUDIENCE)).isEmpty();
  }
}

package dev.transferjob.operator.client;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * The order in which TLS's cipher suites are offered to the API server. The operator's JVM compiles
 * with C1 alone, which has no instructions for AES-GCM: ChaCha20-Poly1305 (RFC 8439) is four times
 * as fast there. A server that does not know it, as by FIPS 140, takes AES.
 */
final class Ciphers {
  private static final List<String> IN_ORDER =
      List.of(
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");

  private Ciphers() {}

  /** Keeps all else of the options' TLS. */
  static void order(HttpClientOptions options) throws Exception {
    if (options.getSslEngineOptions() instanceof JdkSSLEngineOptions given) {
      var context = ((JdkSslContext) given.sslContextFactory().create()).context();
      var protocols = options.getEnabledSecureTransportProtocols().toArray(String[]::new);
      options.setSslEngineOptions(new Engine(context, IN_ORDER, protocols));
    }
  }

  /** Java's own TLS for a client. */
  static final class Engine extends JdkSSLEngineOptions {
    private final SSLContext context;
    private final List<String> ciphers;
    private final String[] protocols;

    /**
     * @param ciphers in this order; null for those that Netty takes by itself
     * @param protocols versions of TLS; null for those of the context
     */
    Engine(SSLContext context, List<String> ciphers, String[] protocols) {
      this.context = context;
      this.ciphers = ciphers;
      this.protocols = protocols;
    }

    @Override
    public JdkSSLEngineOptions copy() {
      return this;
    }

    @Override
    public SslContextFactory sslContextFactory() {
      return () ->
          new JdkSslContext(
              context,
              true,
              ciphers,
              SupportedCipherSuiteFilter.INSTANCE,
              ApplicationProtocolConfig.DISABLED,
              ClientAuth.NONE,
              protocols,
              false);
    }
  }
}

package dev.transferjob.operator.client;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Makes Fabric8's client on Vert.x with another order of cipher suites. The client's builder lets
 * nobody set that, so it is set on the way from there to Vert.x.
 */
final class ClientFactory implements HttpClient.Factory {
  private final Vertx vertx;

  ClientFactory(Vertx vertx) {
    this.vertx =
        (Vertx)
            Proxy.newProxyInstance(
                Vertx.class.getClassLoader(),
                new Class<?>[] {Vertx.class},
                (_, method, arguments) -> call(vertx, method, arguments));
  }

  @Override
  public HttpClient.Builder newBuilder() {
    return new VertxHttpClientBuilder<>(this, vertx);
  }

  private static Object call(Vertx vertx, Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("createHttpClient")
        && arguments != null
        && arguments[0] instanceof HttpClientOptions options) {
      Ciphers.order(options);
    }
    try {
      return method.invoke(vertx, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}

package dev.transferjob.operator.progress;

import static java.net.HttpURLConnection.HTTP_INTERNAL_ERROR;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Where trainers POST their progress to. */
@ApplicationScoped
class ProgressRoute {
  private static final String PATH = "/v1/namespaces/:namespace/transferjobs/:name/progress";
  private static final int MAX_BODY = 8 * 1024;
  private static final String BEARER = "Bearer ";

  private final ProgressIntake intake;
  private final MeterRegistry metrics;

  ProgressRoute(ProgressIntake intake, MeterRegistry metrics) {
    this.intake = intake;
    this.metrics = metrics;
    for (var code : Answer.CODES) {
      count(code, 0);
    }
  }

  void register(@Observes Router router) {
    router
        .post(PATH)
        .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY))
        .blockingHandler(this::handle, false)
        .failureHandler(this::fail);
  }

  /** What comes to nothing before it is looked at: a body that is too large, a broken request. */
  private void fail(RoutingContext request) {
    var code = request.statusCode() < 0 ? HTTP_INTERNAL_ERROR : request.statusCode();
    answer(request, new Answer(code, ""));
  }

  private void handle(RoutingContext request) {
    var answer =
        intake.take(
            request.pathParam("namespace"),
            request.pathParam("name"),
            token(request),
            request.body().asString());
    answer(request, answer);
  }

  private void answer(RoutingContext request, Answer answer) {
    count(answer.code(), 1);
    request.response().setStatusCode(answer.code()).end(answer.text());
  }

  private void count(int code, int reports) {
    metrics
        .counter("transferjob.progress.reports", "code", Integer.toString(code))
        .increment(reports);
  }

  private static String token(RoutingContext request) {
    var header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
    return header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()) : "";
  }
}

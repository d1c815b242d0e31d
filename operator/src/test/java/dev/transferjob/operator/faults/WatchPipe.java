package dev.transferjob.operator.faults;

import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** One watch of the operator, event by event. All of it happens on one event loop. */
final class WatchPipe {
  private static final long LATE_MILLIS = 2500;
  private static final long SKIPPED_MILLIS = 1200;

  private final Vertx vertx;
  private final Script script;
  private final WebSocket upstream;
  private final ServerWebSocket down;
  private final Consumer<Fault> kill;
  private final List<String> told = new ArrayList<>();
  private final Deque<String> held = new ArrayDeque<>();
  private boolean holding;
  private boolean skipping;

  /**
   * @param past set if the caches were filled from the past, which then lasts a while
   */
  WatchPipe(
      Vertx vertx,
      Script script,
      WebSocket upstream,
      ServerWebSocket down,
      OptionalLong past,
      Consumer<Fault> kill) {
    this.vertx = vertx;
    this.script = script;
    this.upstream = upstream;
    this.down = down;
    this.kill = kill;
    if (past.isPresent()) {
      hold();
    }
    upstream.textMessageHandler(this::arrives).closeHandler(_ -> down.close());
    down.closeHandler(_ -> upstream.close());
    upstream.resume();
  }

  private void arrives(String text) {
    if (skipping || down.isClosed()) {
      return;
    }
    var event = new JsonObject(text);
    var type = event.getString("type");
    if (type.equals("BOOKMARK") || type.equals("ERROR")) {
      tell(text);
      return;
    }
    var object = event.getJsonObject("object");
    script.seen(Long.parseLong(object.getJsonObject("metadata").getString("resourceVersion")));
    var resource = object.getString("kind").toLowerCase(Locale.ROOT) + "s";
    befall(script.meets(type + " " + resource).orElse(null), text);
  }

  private void befall(Fault fault, String text) {
    switch (fault) {
      case CUT -> end();
      case GONE -> {
        down.writeTextMessage(Revisions.gone());
        end();
      }
      case SKIP -> skip();
      case LATE -> {
        hold();
        tell(text);
      }
      case REPLAY -> {
        tell(text);
        told.forEach(down::writeTextMessage);
      }
      case KILL_ON, REWIND, REWIND_FAR -> kill.accept(fault);
      case null, default -> tell(text);
    }
  }

  private void tell(String text) {
    if (holding) {
      held.add(text);
    } else {
      told.add(text);
      down.writeTextMessage(text);
    }
  }

  private void hold() {
    holding = true;
    vertx.setTimer(
        LATE_MILLIS,
        _ -> {
          holding = false;
          while (!held.isEmpty() && !down.isClosed()) {
            tell(held.remove());
          }
        });
  }

  private void skip() {
    skipping = true;
    vertx.setTimer(
        SKIPPED_MILLIS,
        _ -> {
          if (!down.isClosed()) {
            down.writeTextMessage(Revisions.gone());
            end();
          }
        });
  }

  private void end() {
    skipping = true;
    down.close();
    upstream.close();
  }
}

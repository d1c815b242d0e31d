package dev.transferjob.operator.faults;

/** What can go wrong between the operator and the API server. */
enum Fault {
  REJECT_409(true),
  REJECT_429(true),
  REJECT_500(true),
  REJECT_504(true),
  /** Carried out, and the connection ends without an answer. */
  DROP_ANSWER(true),
  /** Carried out, and answered with a timeout. */
  ANSWER_504(true),
  /** Nothing that the operator sends arrives for longer than its client tries again. */
  OUTAGE(true),
  DELAY(true),
  KILL_BEFORE(true),
  KILL_AFTER(true),

  /** The watch ends before this event, and goes on from there when it is opened again. */
  CUT(false),
  /** The watch ends as expired, so that everything is listed anew. */
  GONE(false),
  /** This event and those shortly after it are never told; later the watch ends as expired. */
  SKIP(false),
  /** This event and all after it are told late. */
  LATE(false),
  /** All that this watch has told is told once more. */
  REPLAY(false),
  /** The operator is killed when this event arrives. */
  KILL_ON(false),
  /** The same; the next operator starts from an API server that lags a few events behind. */
  REWIND(false),
  /** The same, back to the first event. */
  REWIND_FAR(false);

  private final boolean ofRequests;

  Fault(boolean ofRequests) {
    this.ofRequests = ofRequests;
  }

  /** Whether it befalls requests; else events of watches. */
  boolean isOfRequests() {
    return ofRequests;
  }
}

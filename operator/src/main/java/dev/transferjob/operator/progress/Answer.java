package dev.transferjob.operator.progress;

import java.util.List;

/** An HTTP answer to a report. */
record Answer(int code, String text) {
  /** All that there are, a body that is too large included. */
  static final List<Integer> CODES = List.of(204, 400, 401, 403, 409, 413, 429, 503);

  static final Answer TAKEN = new Answer(204, "");
  static final Answer NOT_AUTHENTICATED =
      new Answer(401, "the token is not valid for reporting progress of this TransferJob");
  static final Answer NOT_CURRENT =
      new Answer(403, "the token's pod is not the current attempt of this TransferJob");
  static final Answer OUT_OF_ORDER =
      new Answer(
          409, "a report with this or a higher sequence, or with a higher step, is there already");
  static final Answer TOO_MANY = new Answer(429, "reports come too fast");
  static final Answer NOT_LEADING = new Answer(503, "this replica stands by; try again");

  static Answer invalid(String problem) {
    return new Answer(400, problem);
  }
}

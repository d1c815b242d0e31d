package dev.transferjob.bench;

import java.nio.file.Path;
import java.util.List;

/** What the command line asked for; null where it said nothing. */
record Options(String only, Path json) {

  static Options parse(String[] arguments, List<String> names) {
    String only = null;
    Path json = null;
    for (int i = 0; i < arguments.length; i += 2) {
      var value = i + 1 < arguments.length ? arguments[i + 1] : null;
      if (arguments[i].equals("--only") && value != null && names.contains(value)) {
        only = value;
      } else if (arguments[i].equals("--json") && value != null) {
        json = Path.of(value);
      } else {
        System.err.println(
            "usage: ./dev bench [--only NAME] [--json FILE]; NAME is one of "
                + String.join(", ", names));
        System.exit(2);
      }
    }
    return new Options(only, json);
  }
}

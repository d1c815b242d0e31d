package dev.transferjob.trainer.technique;

import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.TrainerException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * A user's regular expression over tensor names. Its search is bounded, since some expressions take
 * exponential time.
 *
 * @param field of the spec, which messages name
 */
record TensorPattern(String field, String expression) {
  private static final int MAX_READS = 100_000;
  private static final int SHOWN = 40;

  /** The names in which it is found; at least one. */
  Set<String> among(Set<String> names) {
    Pattern pattern = compiled();
    Set<String> found =
        names.stream()
            .filter(name -> pattern.matcher(new Bounded(name)).find())
            .collect(Collectors.toUnmodifiableSet());
    if (found.isEmpty()) {
      throw invalid("is in none of the backbone's tensors: " + shown(names), null);
    }
    return found;
  }

  private Pattern compiled() {
    try {
      return Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw invalid("is no regular expression: " + e.getDescription(), e);
    }
  }

  private static String shown(Set<String> names) {
    List<String> first = names.stream().sorted().limit(SHOWN).toList();
    int more = names.size() - first.size();
    return String.join(", ", first) + (more > 0 ? " and %d more".formatted(more) : "");
  }

  private TrainerException invalid(String problem, Throwable cause) {
    return new TrainerException(
        ExitCode.INVALID_SPEC, "%s \"%s\" %s".formatted(field, expression, problem), cause);
  }

  /** A name that counts how often the search looks at it. */
  private final class Bounded implements CharSequence {
    private final String name;
    private int reads;

    Bounded(String name) {
      this.name = name;
    }

    @Override
    public char charAt(int index) {
      if (++reads > MAX_READS) {
        throw invalid("takes too long on " + name + "; write it without nested repetition", null);
      }
      return name.charAt(index);
    }

    @Override
    public int length() {
      return name.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return name.subSequence(start, end);
    }

    @Override
    public String toString() {
      return name;
    }
  }
}

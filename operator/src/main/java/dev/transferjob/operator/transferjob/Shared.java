package dev.transferjob.operator.transferjob;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * One object for equal ones: of the strings in the descriptions of thousands of pods two thirds are
 * the same words. Only the last few thousand are remembered.
 */
final class Shared {
  private static final int KNOWN = 1 << 13;
  private static final AtomicReferenceArray<Object> LAST = new AtomicReferenceArray<>(KNOWN);

  private Shared() {}

  /** An object that was given before, if it is equal and still known; nobody may change it. */
  @SuppressWarnings("unchecked") // equal objects of these classes are of one class
  static <T> T of(T value) {
    int hash = value.hashCode();
    int place = (hash ^ (hash >>> 16)) & (KNOWN - 1);
    Object known = LAST.getAcquire(place);
    if (value.equals(known)) {
      return (T) known;
    }
    LAST.setRelease(place, value);
    return value;
  }

  /** Strings of whatever the API server sends. */
  @Singleton
  static class Strings implements KubernetesClientObjectMapperCustomizer {
    @Override
    public void customize(ObjectMapper mapper) {
      var module = new SimpleModule("shared-strings");
      mapper.registerModule(module.addDeserializer(String.class, new Deserializer()));
    }
  }

  private static final class Deserializer extends StringDeserializer {
    private static final long serialVersionUID = 1L;

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      String value = super.deserialize(parser, context);
      return value == null ? null : Shared.of(value);
    }
  }
}

package chat.free4.server.rpc;

import chat.free4.room.access.Bytes;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The messages of {@code protocol/vectors}, and a way between records and JSON to compare by. */
final class MessageVectors {
  private static final Path FILE = Path.of("../protocol/vectors/messages.json");

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .addModule(
              new SimpleModule()
                  .addSerializer(Bytes.class, new Writer())
                  .addDeserializer(Bytes.class, new Reader()))
          .build();

  private MessageVectors() {}

  private static final class Writer extends JsonSerializer<Bytes> {
    @Override
    public void serialize(Bytes value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(value.toBase64Url());
    }
  }

  private static final class Reader extends JsonDeserializer<Bytes> {
    @Override
    public Bytes deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      return Objects.requireNonNull(Bytes.ofBase64Url(parser.getText()));
    }
  }

  static Stream<JsonNode> cases() {
    try {
      JsonNode cases = MAPPER.readTree(Files.readString(FILE)).get("cases");
      return StreamSupport.stream(cases.spliterator(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A record of the contract as JSON. */
  static JsonNode toJson(Object message) {
    // By text, so that a number is of the type that JSON makes it.
    return parse(write(message));
  }

  private static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static <T> T read(JsonNode json, Class<T> type) {
    try {
      return MAPPER.treeToValue(json, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode empty() {
    return MAPPER.createObjectNode();
  }
}

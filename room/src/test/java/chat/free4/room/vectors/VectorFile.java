package chat.free4.room.vectors;

import chat.free4.room.access.Bytes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** One file of protocol/vectors: what it is about, and its cases. */
final class VectorFile {
  /** Every character outside ASCII is escaped: most cases are about those that cannot be seen. */
  static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final Path FOLDER = Path.of("..", "protocol", "vectors");

  private final String name;
  private final ObjectNode root = JSON.createObjectNode();
  private final ArrayNode cases = JSON.createArrayNode();

  VectorFile(String name, String about) {
    this.name = name;
    root.put("about", about);
    root.set("cases", cases);
  }

  /** Adds a case; {@code about} says what is special in it. */
  ObjectNode add(String about) {
    return cases.addObject().put("about", about);
  }

  String name() {
    return name;
  }

  /** As it is written. */
  String text() {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
    try {
      return JSON.writer(printer).writeValueAsString(root) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write() throws IOException {
    Files.writeString(FOLDER.resolve(name), text());
  }

  /** What stands in the repository. */
  static String stored(String name) throws IOException {
    return Files.readString(FOLDER.resolve(name));
  }

  /** The cases of a file in the repository. */
  static List<JsonNode> cases(String name) throws IOException {
    return StreamSupport.stream(JSON.readTree(stored(name)).get("cases").spliterator(), false)
        .toList();
  }

  /** Reads a member that holds bytes. */
  static Bytes bytes(JsonNode node, String field) {
    return Objects.requireNonNull(Bytes.ofBase64Url(node.get(field).asText()), field);
  }
}

package chat.free4.server.cluster;

import chat.free4.room.description.RoomDescription;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What nodes tell each other of a public room of theirs, as CBOR (RFC 8949).
 *
 * @param opened in seconds since 1970
 * @param talks counts how often it was told that somebody talks there
 */
record ListedRoom(
    String topic, List<String> tags, String language, int people, long opened, long talks) {
  private static final CBORMapper MAPPER =
      CBORMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  static ListedRoom of(RoomDescription description, int people, long opened, long talks) {
    return new ListedRoom(
        description.topic(), description.tags(), description.language(), people, opened, talks);
  }

  ListedRoom talked() {
    return new ListedRoom(topic, tags, language, people, opened, talks + 1);
  }

  /** What it says of itself; nothing, where a node of another version says what none may. */
  RoomDescription description() {
    return RoomDescription.read(topic, tags, language)
            instanceof RoomDescription.Reading.Accepted(RoomDescription description)
        ? description
        : RoomDescription.NONE;
  }

  byte[] toBytes() {
    try {
      return MAPPER.writeValueAsBytes(this);
    } catch (IOException e) {
      throw new IllegalStateException("cannot write a listed room", e);
    }
  }

  /** Null for what is none. */
  static @Nullable ListedRoom ofBytes(byte[] bytes) {
    try {
      return MAPPER.readValue(bytes, ListedRoom.class);
    } catch (IOException e) {
      return null;
    }
  }
}

package chat.free4.server.rpc;

import chat.free4.room.access.Bytes;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads parameters one by one and remembers the first that is missing or has the wrong type. What
 * it gives then is only a stand-in: ask {@link #wrongField} before using anything.
 */
final class Params {
  /** Largest integer that JavaScript holds exactly. */
  static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

  /** Longest list of texts; what it is for has its own, lower limit. */
  static final int MAX_TEXTS = 32;

  private final JsonNode node;
  private @Nullable String wrongField;

  Params(JsonNode node) {
    this.node = node;
  }

  /** The first parameter that was wrong; null when all were right. */
  @Nullable String wrongField() {
    return wrongField;
  }

  private void wrong(String field) {
    if (wrongField == null) {
      wrongField = field;
    }
  }

  private @Nullable JsonNode find(String field) {
    JsonNode value = node.get(field);
    return value == null || value.isNull() ? null : value;
  }

  String text(String field) {
    String text = optionalText(field);
    if (text == null) {
      wrong(field);
      return "";
    }
    return text;
  }

  @Nullable String optionalText(String field) {
    JsonNode value = find(field);
    if (value != null && !value.isTextual()) {
      wrong(field);
      return null;
    }
    return value == null ? null : value.textValue();
  }

  /** A list of up to {@link #MAX_TEXTS} texts. */
  List<String> texts(String field) {
    JsonNode list = find(field);
    if (list == null || !list.isArray() || list.size() > MAX_TEXTS) {
      wrong(field);
      return List.of();
    }
    List<String> texts = new ArrayList<>(list.size());
    for (JsonNode text : list) {
      if (!text.isTextual()) {
        wrong(field);
        return List.of();
      }
      texts.add(text.textValue());
    }
    return texts;
  }

  /** A list of byte strings, up to {@code max}; null when it was left out. */
  @Nullable List<Bytes> optionalByteStrings(String field, int max) {
    JsonNode list = find(field);
    if (list == null) {
      return null;
    }
    List<Bytes> all = new ArrayList<>();
    boolean right = list.isArray() && list.size() <= max;
    for (int i = 0; right && i < list.size(); i++) {
      Bytes bytes = list.get(i).isTextual() ? Bytes.ofBase64Url(list.get(i).textValue()) : null;
      right = bytes != null && all.add(bytes);
    }
    if (!right) {
      wrong(field);
    }
    return all;
  }

  /** A list of byte strings, up to {@code max}. */
  List<Bytes> byteStrings(String field, int max) {
    List<Bytes> all = optionalByteStrings(field, max);
    if (all == null) {
      wrong(field);
      return List.of();
    }
    return all;
  }

  Bytes bytes(String field) {
    Bytes bytes = optionalBytes(field);
    if (bytes == null) {
      wrong(field);
      return Bytes.EMPTY;
    }
    return bytes;
  }

  @Nullable Bytes optionalBytes(String field) {
    String text = optionalText(field);
    if (text == null) {
      return null;
    }
    Bytes bytes = Bytes.ofBase64Url(text);
    if (bytes == null) {
      wrong(field);
    }
    return bytes;
  }

  /** A whole number from 0 to {@code highest}. */
  long number(String field, long highest) {
    JsonNode value = find(field);
    if (value == null || !isWhole(value) || value.longValue() > highest) {
      wrong(field);
      return 0;
    }
    return value.longValue();
  }

  @Nullable Integer optionalInteger(String field) {
    return find(field) == null ? null : (Integer) (int) number(field, Integer.MAX_VALUE);
  }

  boolean bool(String field) {
    Boolean value = optionalBool(field);
    if (value == null) {
      wrong(field);
      return false;
    }
    return value;
  }

  @Nullable Boolean optionalBool(String field) {
    JsonNode value = find(field);
    if (value != null && !value.isBoolean()) {
      wrong(field);
      return null;
    }
    return value == null ? null : (Boolean) value.booleanValue();
  }

  /** True for an integer from 0 to {@link #MAX_SAFE_INTEGER}, written without a fraction. */
  static boolean isWhole(JsonNode value) {
    return value.isIntegralNumber()
        && value.canConvertToLong()
        && value.longValue() >= 0
        && value.longValue() <= MAX_SAFE_INTEGER;
  }
}

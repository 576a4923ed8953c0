package chat.free4.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RpcDecoderTest {
  private static final int MAX_BYTES = 65_536;

  private final RpcDecoder decoder = new RpcDecoder(MAX_BYTES);

  static Stream<JsonNode> clientMessages() {
    return MessageVectors.cases().filter(node -> node.get("from").asText().equals("client"));
  }

  @ParameterizedTest
  @MethodSource("clientMessages")
  void vectorsAreUnderstood(JsonNode vector) {
    JsonNode json = vector.get("json");
    Decoded decoded = decoder.decode(json.toString());
    assertThat(decoded).isInstanceOf(Decoded.Message.class);
    Decoded.Message message = (Decoded.Message) decoded;
    assertThat(message.id()).isEqualTo(json.path("id").asLong(ClientMessage.NO_ID));
    assertThat(message.message().method()).isEqualTo(json.get("method").asText());
    // The parameters, written as a result would be, are those that were read.
    assertThat(MessageVectors.toJson(message.message()))
        .isEqualTo(json.has("params") ? json.get("params") : MessageVectors.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "hello",
        "{",
        "{} {}",
        "{\"jsonrpc\":\"2.0\",}",
        "{'jsonrpc':'2.0'}",
        "[1,2",
        "\"\\ud800",
        "{\"a\":1,\"a\":2}",
        "nul",
        "01",
        "[[[[[[[[[[1]]]]]]]]]]",
      })
  void whatIsNotJsonIsSaidToBe(String frame) {
    assertThat(decoder.decode(frame)).isEqualTo(new Decoded.NotJson());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "null",
        "[]",
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"leave\"}]",
        "{}",
        "{\"jsonrpc\":2.0,\"id\":1,\"method\":\"leave\"}",
        "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"leave\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"method\":\"leave\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"leave\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":-1,\"method\":\"leave\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":9007199254740992,\"method\":\"leave\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":99999999999999999999999,\"method\":\"leave\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"leave\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"leave\",\"params\":[]}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"leave\",\"params\":null}",
      })
  void whatIsNoRequestIsSaidToBe(String frame) {
    assertThat(decoder.decode(frame))
        .isInstanceOfSatisfying(
            Decoded.Fault.class,
            fault -> assertThat(fault.fault().error()).isEqualTo(SignalError.INVALID_REQUEST));
  }

  @Test
  void unknownMethodKeepsItsId() {
    assertThat(decoder.decode(frame("shout", "{}")))
        .isEqualTo(new Decoded.Fault(5, SignalFault.of(SignalError.UNKNOWN_METHOD)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hello         | {}                                             | version",
        "hello         | {\"version\":\"1\"}                            | version",
        "hello         | {\"version\":-1}                               | version",
        "hello         | {\"version\":1}                                | identity",
        "hello         | {\"version\":1,\"identity\":\"a=\"}            | identity",
        "hello         | {\"version\":1,\"identity\":\"+/\"}            | identity",
        "hello         | {\"version\":1,\"identity\":7}                 | identity",
        "enter         | {\"kind\":1}                                   | kind",
        "enter         | {\"kind\":\"public\",\"room\":null}            | room",
        "media.offer   | {\"offer\":{}}                                 | offer",
        "room.describe | {\"topic\":7}                                | topic",
        "room.describe | {\"topic\":\"\"}                           | tags",
        "room.describe | {\"topic\":\"\",\"tags\":\"a\"}        | tags",
        "room.describe | {\"topic\":\"\",\"tags\":[7]}            | tags",
        "room.describe | {\"topic\":\"\",\"tags\":[[]]}           | tags",
        "room.describe | {\"topic\":\"\",\"tags\":[]}             | language",
        "directory.watch | {\"tag\":[]}                              | tag",
        "directory.watch | {\"after\":1}                             | after",
        "member.update | {\"muted\":\"yes\"}                            | muted",
        "member.update | {\"profile\":7}                                | profile",
        "listen.mute   | {\"member\":4294967296,\"muted\":true}         | member",
        "listen.mute   | {\"member\":1.0,\"muted\":true}                | member",
        "listen.mute   | {\"member\":1}                                 | muted",
        "log.append    | {\"doc\":\"chat\",\"sequence\":9007199254740992} | sequence",
        "log.append    | {\"doc\":\"chat\",\"sequence\":1}              | bytes",
        "log.after     | {\"cursor\":0,\"limit\":2147483648}            | limit",
        "log.after     | {\"cursor\":true}                              | cursor",
      })
  void wrongParameterIsNamed(String method, String params, String field) {
    assertThat(decoder.decode(frame(method, params)))
        .isEqualTo(new Decoded.Fault(5, SignalFault.invalidParams(field)));
  }

  @Test
  void listOfTextsThatIsTooLongIsNotRead() {
    String texts = "\"ab\",".repeat(Params.MAX_TEXTS) + "\"ab\"";
    String params =
        "{\"topic\":\"\",\"tags\":[" + texts + "],\"language\":\"any\",\"signature\":\"\"}";
    assertThat(decoder.decode(frame("room.describe", params)))
        .isEqualTo(new Decoded.Fault(5, SignalFault.invalidParams("tags")));
  }

  @Test
  void unknownParametersArePassedOver() {
    assertThat(decoder.decode(frame("leave", "{\"mood\":\"good\"}")))
        .isEqualTo(new Decoded.Message(5, new ClientMessage.Leave()));
  }

  private static String frame(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"" + method + "\",\"params\":" + params + "}";
  }

  @Test
  void mutatedFramesNeverThrow() {
    long seed = 20_261_122;
    Random random = new Random(seed);
    List<String> frames = clientMessages().map(node -> node.get("json").toString()).toList();
    for (int i = 0; i < 60_000; i++) {
      StringBuilder frame = new StringBuilder(frames.get(random.nextInt(frames.size())));
      for (int edits = 1 + random.nextInt(4); edits > 0 && !frame.isEmpty(); edits--) {
        int at = random.nextInt(frame.length());
        switch (random.nextInt(4)) {
          case 0 -> frame.setCharAt(at, (char) random.nextInt(0x10000));
          case 1 -> frame.deleteCharAt(at);
          case 2 -> frame.insert(at, "{}[]\",:\\u0019e-".charAt(random.nextInt(15)));
          default -> frame.setLength(at);
        }
      }
      assertThat(decoder.decode(frame.toString())).as("seed %d, round %d", seed, i).isNotNull();
    }
  }
}

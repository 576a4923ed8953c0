package chat.free4.server.rpc;

import chat.free4.room.SpeechDesk;
import chat.free4.room.descriptor.DescriptorChain;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames as protocol/README.md has them: JSON-RPC 2.0, one message a frame, ids whole
 * numbers. Never throws on what it reads. Unknown parameters are passed over, so that a newer page
 * can talk to an older server; wrong ones are not. Thread-safe.
 */
public final class RpcDecoder {
  static final int MAX_DEPTH = 8;
  static final int MAX_NAME_LENGTH = 64;
  static final int MAX_NUMBER_LENGTH = 32;

  private static final long MAX_MEMBER = 0xffff_ffffL;

  private final ObjectReader reader;

  /** A decoder of frames up to {@code maxBytes}. */
  public RpcDecoder(int maxBytes) {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxStringLength(maxBytes)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Names come from the network: remembering them would grow without end.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();
    this.reader =
        JsonMapper.builder(factory)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);
  }

  /** Reads one frame. */
  public Decoded decode(String frame) {
    JsonNode node;
    try {
      node = reader.readTree(frame);
    } catch (JsonProcessingException e) {
      return new Decoded.NotJson();
    }
    if (node == null || node.isMissingNode()) {
      return new Decoded.NotJson();
    }
    if (!node.isObject() || !isText(node.get("jsonrpc"), "2.0")) {
      return invalidRequest(ClientMessage.NO_ID);
    }
    long id = ClientMessage.NO_ID;
    JsonNode idNode = node.get("id");
    if (idNode != null) {
      if (!Params.isWhole(idNode)) {
        return invalidRequest(ClientMessage.NO_ID);
      }
      id = idNode.longValue();
    }
    JsonNode method = node.get("method");
    JsonNode params = node.get("params");
    if (method == null || !method.isTextual() || (params != null && !params.isObject())) {
      return invalidRequest(id);
    }
    return decode(id, method.textValue(), new Params(params == null ? EMPTY : params));
  }

  private static final JsonNode EMPTY =
      com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();

  private static boolean isText(@Nullable JsonNode node, String text) {
    return node != null && node.isTextual() && node.textValue().equals(text);
  }

  private static Decoded invalidRequest(long id) {
    return new Decoded.Fault(id, SignalFault.of(SignalError.INVALID_REQUEST));
  }

  private static Decoded decode(long id, String method, Params params) {
    ClientMessage message =
        switch (method) {
          case "hello" ->
              new ClientMessage.Hello(
                  (int) params.number("version", Integer.MAX_VALUE),
                  params.bytes("identity"),
                  params.bytes("device"),
                  params.bytes("certificate"),
                  params.optionalBytes("room"));
          case "enter" -> enter(params);
          case "media.offer" ->
              new ClientMessage.MediaOffer(params.text("offer"), params.bytes("signature"));
          case "room.descriptor" -> new ClientMessage.RoomDescriptor(params.bytes("descriptor"));
          case "room.describe" ->
              new ClientMessage.RoomDescribe(
                  params.text("topic"),
                  params.texts("tags"),
                  params.text("language"),
                  params.bytes("signature"));
          case "directory.watch" ->
              new ClientMessage.DirectoryWatch(
                  params.optionalText("tag"),
                  params.optionalText("language"),
                  params.optionalText("search"),
                  params.optionalText("after"));
          case "member.update" ->
              new ClientMessage.MemberUpdate(
                  params.optionalBytes("profile"), params.optionalBool("muted"));
          case "listen.mute" ->
              new ClientMessage.ListenMute(
                  params.number("member", MAX_MEMBER), params.bool("muted"));
          case "room.act" ->
              new ClientMessage.RoomAct(params.bytes("act"), params.optionalBytes("summary"));
          case "acts.restore" ->
              new ClientMessage.ActsRestore(
                  params.bytes("root"),
                  params.bytes("owner"),
                  params.byteStrings("acts", ClientMessage.ActsRestore.MAX_ACTS));
          case "robot.add" ->
              new ClientMessage.RobotAdd(params.text("robot"), params.text("language"));
          case "robot.remove" -> new ClientMessage.RobotRemove(params.number("member", MAX_MEMBER));
          case "voice.say" ->
              new ClientMessage.VoiceSay(
                  params.text("text"),
                  params.text("language"),
                  (int) params.number("voice", SpeechDesk.VOICES - 1));
          case "server.saw" -> new ClientMessage.ServerSaw();
          case "leave" -> new ClientMessage.Leave();
          case "heartbeat" -> new ClientMessage.Heartbeat();
          default -> shared(method, params);
        };
    if (message == null) {
      return new Decoded.Fault(id, SignalFault.of(SignalError.UNKNOWN_METHOD));
    }
    String wrong = params.wrongField();
    return wrong == null
        ? new Decoded.Message(id, message)
        : new Decoded.Fault(id, SignalFault.invalidParams(wrong));
  }

  private static ClientMessage enter(Params params) {
    String kind = params.text("kind");
    if (!kind.equals(ClientMessage.EnterSealed.KIND)) {
      return new ClientMessage.Enter(
          kind,
          params.text("room"),
          params.bytes("proof"),
          params.bytes("profile"),
          params.optionalBool("muted"),
          params.optionalText("offer"));
    }
    return new ClientMessage.EnterSealed(
        kind,
        params.bytes("room"),
        params.number("version", Params.MAX_SAFE_INTEGER),
        params.bytes("proof"),
        params.bytes("doorProof"),
        params.optionalByteStrings("chain", DescriptorChain.MAX_LINKS),
        params.bytes("profile"),
        params.optionalBool("muted"),
        params.optionalText("offer"));
  }

  /** What members share by way of the room, and what those of sealed rooms do. */
  private static @Nullable ClientMessage shared(String method, Params params) {
    return switch (method) {
      case "log.append" ->
          new ClientMessage.LogAppend(
              params.text("doc"),
              params.number("sequence", Params.MAX_SAFE_INTEGER),
              params.bytes("bytes"));
      case "log.after" ->
          new ClientMessage.LogAfter(
              params.number("cursor", Params.MAX_SAFE_INTEGER), params.optionalInteger("limit"));
      case "log.settle" ->
          new ClientMessage.LogSettle(
              params.text("doc"),
              params.number("before", Params.MAX_SAFE_INTEGER),
              params.number("from", Params.MAX_SAFE_INTEGER),
              params.bytes("hash"));
      case "presence.tell" -> new ClientMessage.PresenceTell(params.bytes("bytes"));
      default -> inSealedRooms(method, params);
    };
  }

  /** What members of a sealed room hand each other keys by; null for what is no method at all. */
  private static @Nullable ClientMessage inSealedRooms(String method, Params params) {
    return switch (method) {
      case "seal.join" -> new ClientMessage.SealJoin(params.bytes("shown"));
      case "epoch.commit" -> new ClientMessage.EpochCommit(params.bytes("commit"));
      case "media.key" ->
          new ClientMessage.MediaKey(
              params.number("epoch", Params.MAX_SAFE_INTEGER),
              params.number("kid", Params.MAX_SAFE_INTEGER));
      case "invite.redeem" ->
          new ClientMessage.InviteRedeem(
              params.bytes("room"),
              params.bytes("invite"),
              params.bytes("key"),
              params.bytes("proof"));
      case "invite.answer" ->
          new ClientMessage.InviteAnswer(
              params.number("ask", Params.MAX_SAFE_INTEGER), params.bytes("sealed"));
      default -> null;
    };
  }
}

package chat.free4.server.rpc;

import chat.free4.room.access.Bytes;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalFault;
import chat.free4.room.signal.SignalFault.Detail;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;

/**
 * Writes frames. The records of {@link ServerMessage} have the names of the JSON members, so they
 * are written as they stand; what is null is left out. Thread-safe.
 */
public final class RpcEncoder {
  private static final String VERSION = "2.0";

  private final JsonMapper mapper =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .addModule(new SimpleModule().addSerializer(Bytes.class, new BytesSerializer()))
          .build();

  private record Answer(String jsonrpc, long id, ServerMessage.Result result) {}

  private record Call(String jsonrpc, String method, ServerMessage.Notification params) {}

  /** Byte strings are base64url without padding. */
  private static final class BytesSerializer extends StdSerializer<Bytes> {
    private static final long serialVersionUID = 1L;

    BytesSerializer() {
      super(Bytes.class);
    }

    @Override
    public void serialize(Bytes value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(value.toBase64Url());
    }
  }

  /** The answer to a request. */
  public String result(long id, ServerMessage.Result result) {
    return write(new Answer(VERSION, id, result));
  }

  /** A notification. */
  public String notification(ServerMessage.Notification message) {
    return write(new Call(VERSION, message.method(), message));
  }

  /** A result by itself, for an answer over HTTP. */
  public String document(ServerMessage.Result result) {
    return write(result);
  }

  /** An error; {@link ClientMessage#NO_ID} is written as null. */
  public String error(long id, SignalFault fault) {
    ObjectNode root = mapper.createObjectNode().put("jsonrpc", VERSION);
    if (id == ClientMessage.NO_ID) {
      root.putNull("id");
    } else {
      root.put("id", id);
    }
    ObjectNode error =
        root.putObject("error")
            .put("code", fault.error().code())
            .put("message", fault.error().message());
    ObjectNode data = error.putObject("data").put("reason", fault.error().reason());
    switch (fault.detail()) {
      case Detail.None() -> {}
      case Detail.Field(String field) -> data.put("field", field);
      case Detail.Limit(long limit) -> data.put("limit", limit);
      case Detail.Problem(String problem) -> data.put("problem", problem);
      case Detail.RetryMillis(long retryMillis) -> data.put("retryMillis", retryMillis);
    }
    return write(root);
  }

  private String write(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass().getSimpleName(), e);
    }
  }
}

package chat.free4.server.cluster;

import chat.free4.room.access.Bytes;
import chat.free4.rtc.dtls.Fingerprint;
import chat.free4.sfu.MediaCommand;
import chat.free4.sfu.MediaEvent;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * {@link NodeMessage}s as CBOR (RFC 8949): a map of the components by their names, so that a newer
 * node may say more than an older one reads. Pekko makes one by reflection.
 */
public final class NodeCodec extends SerializerWithStringManifest {
  /** Names this codec on the wire; never another one. */
  static final int IDENTIFIER = 4_004_001;

  private static final Map<String, Class<?>> TYPES =
      Arrays.stream(NodeMessage.class.getPermittedSubclasses())
          .collect(Collectors.toMap(Class::getSimpleName, type -> type));

  private final CBORMapper mapper =
      CBORMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addModule(
              new SimpleModule()
                  .addSerializer(Bytes.class, new BytesWriter())
                  .addDeserializer(Bytes.class, new BytesReader())
                  .addSerializer(Fingerprint.class, new FingerprintWriter())
                  .addDeserializer(Fingerprint.class, new FingerprintReader())
                  .setMixInAnnotation(MediaCommand.class, Named.class)
                  .setMixInAnnotation(MediaEvent.class, Named.class)
                  .registerSubtypes(MediaCommand.class.getPermittedSubclasses())
                  .registerSubtypes(MediaEvent.class.getPermittedSubclasses()))
          .build();

  /** Which of the sealed types it is, by its simple name. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
  private interface Named {}

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    return message.getClass().getSimpleName();
  }

  @Override
  public byte[] toBinary(Object message) {
    try {
      return mapper.writeValueAsBytes(message);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot write " + manifest(message), e);
    }
  }

  /** Pekko drops what this throws at, and says so. */
  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    Class<?> type = TYPES.get(manifest);
    if (type == null) {
      throw new IllegalArgumentException("a newer node says " + manifest);
    }
    try {
      return mapper.readValue(bytes, type);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + manifest, e);
    }
  }

  private static final class BytesWriter extends StdSerializer<Bytes> {
    private static final long serialVersionUID = 1L;

    BytesWriter() {
      super(Bytes.class);
    }

    @Override
    public void serialize(Bytes value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeBinary(value.toArray());
    }
  }

  private static final class FingerprintWriter extends StdSerializer<Fingerprint> {
    private static final long serialVersionUID = 1L;

    FingerprintWriter() {
      super(Fingerprint.class);
    }

    @Override
    public void serialize(Fingerprint value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeBinary(value.toBytes());
    }
  }

  private static final class FingerprintReader extends StdDeserializer<Fingerprint> {
    private static final long serialVersionUID = 1L;

    FingerprintReader() {
      super(Fingerprint.class);
    }

    @Override
    public Fingerprint deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      byte[] bytes = in.getBinaryValue();
      if (bytes.length != Fingerprint.BYTES) {
        throw new IOException("a fingerprint of " + bytes.length + " bytes");
      }
      return new Fingerprint(bytes);
    }
  }

  private static final class BytesReader extends StdDeserializer<Bytes> {
    private static final long serialVersionUID = 1L;

    BytesReader() {
      super(Bytes.class);
    }

    @Override
    public Bytes deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return Bytes.of(in.getBinaryValue());
    }
  }
}

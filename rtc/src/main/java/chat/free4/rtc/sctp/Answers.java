package chat.free4.rtc.sctp;

import chat.free4.wire.sctp.Sctp;
import chat.free4.wire.sctp.SctpReader;
import chat.free4.wire.sctp.SctpWriter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Packets that answer one that came, until they are polled. */
final class Answers {
  /** More are not kept: the other side asks again. */
  static final int MAX_ANSWERS = 32;

  private final SctpSettings settings;
  private final ArrayDeque<byte[]> packets = new ArrayDeque<>(2);

  Answers(SctpSettings settings) {
    this.settings = settings;
  }

  /** Begins a packet of this association in {@code packet}. */
  SctpWriter writer(byte[] packet, int tag) {
    return new SctpWriter(
        packet, settings.maxPacketBytes(), settings.localPort(), settings.remotePort(), tag);
  }

  /** Keeps a packet of what {@code content} writes, if it writes anything. */
  @Nullable SctpAssociationDrop add(int tag, Consumer<SctpWriter> content) {
    if (packets.size() >= MAX_ANSWERS) {
      return SctpAssociationDrop.TOO_MANY_ANSWERS;
    }
    byte[] packet = new byte[settings.maxPacketBytes()];
    SctpWriter out = writer(packet, tag);
    content.accept(out);
    if (!out.isEmpty()) {
      packets.add(Arrays.copyOf(packet, out.finish()));
    }
    return null;
  }

  /** Gives the chunk that {@code reader} stands at back, as one that nobody here knows. */
  @Nullable SctpAssociationDrop addUnrecognized(int tag, SctpReader reader) {
    return add(
        tag,
        out -> {
          byte[] chunk = reader.copy(0);
          int room = (out.room() - 2 * Sctp.CHUNK_HEADER_BYTES) & ~3;
          out.beginChunk(Sctp.ERROR, 0);
          out.parameter(
              Sctp.UNRECOGNIZED_CHUNK, Arrays.copyOf(chunk, Math.min(chunk.length, room)));
          out.endChunk();
        });
  }

  /** Answers a heartbeat (RFC 9260 section 8.3). */
  @Nullable SctpAssociationDrop addHeartbeatAck(int tag, SctpReader reader) {
    byte[] content = reader.copy(Sctp.CHUNK_HEADER_BYTES);
    int room = settings.maxPacketBytes() - Sctp.HEADER_BYTES - Sctp.CHUNK_HEADER_BYTES;
    return content.length > room
        ? SctpAssociationDrop.ANSWER_TOO_LONG
        : add(tag, out -> out.chunk(Sctp.HEARTBEAT_ACK, 0, content));
  }

  byte @Nullable [] poll() {
    return packets.poll();
  }

  void clear() {
    packets.clear();
  }
}

package chat.free4.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.sfu.Stage.Browser;
import chat.free4.wire.PacketBatch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Whose packets ears are given. */
final class ListenTest {
  private static final long ROOM = 4;
  private static final int OTHER = 3;

  /** Browsers set it beside the level (RFC 6464 section 3). */
  private static final int VOICE_BIT = 0x80;

  private final Stage stage = new Stage(1, MediaLimits.DEFAULT, 2);

  private void listen(int member, boolean listens) {
    stage.command(new MediaCommand.Listen(ROOM, member, listens));
  }

  /** What ears were given since the last call. */
  private List<HeardPacket> heard() {
    List<HeardPacket> packets = new ArrayList<>();
    for (Stage.Datagram datagram : stage.relayed) {
      if (datagram.path() == HeardPacket.PART) {
        PacketBatch batch = new PacketBatch(Arena.ofAuto(), 1);
        int slot = batch.add(0, datagram.bytes().length);
        MemorySegment.copy(
            datagram.bytes(),
            0,
            batch.slab(),
            ValueLayout.JAVA_BYTE,
            batch.offset(slot),
            datagram.bytes().length);
        packets.add(Objects.requireNonNull(HeardPacket.read(batch, slot)));
      }
    }
    stage.relayed.clear();
    return packets;
  }

  @Test
  void onlyWhoIsListenedToAndOnlyForAsLong() {
    List<Browser> members = stage.joinMany(ROOM, 3, 2);
    members.forEach(member -> member.speak(Stage.LOUD));
    stage.frame();
    assertThat(heard()).isEmpty();
    listen(2, true);
    int sequence = members.get(1).sequence;
    members.forEach(member -> member.speak(VOICE_BIT | Stage.LOUD));
    members.get(1).speak(Stage.SILENCE);
    stage.frame();
    List<HeardPacket> packets = heard();
    assertThat(packets).extracting(HeardPacket::member).containsExactly(2, 2);
    assertThat(packets).extracting(HeardPacket::room).containsOnly(ROOM);
    assertThat(packets).extracting(HeardPacket::level).containsExactly(Stage.LOUD, Stage.SILENCE);
    assertThat(packets.getFirst().sequence()).isEqualTo(sequence);
    assertThat(packets.getFirst().payload()).hasSize(80);
    assertThat(members.getFirst().speakersHeard()).as("and the others hear all").contains(2, 3);
    listen(2, false);
    members.forEach(member -> member.speak(Stage.LOUD));
    stage.frame();
    assertThat(heard()).isEmpty();
  }

  @Test
  void besideTheOtherPartsOfARoomWhateverFitsAtOnce() {
    List<Browser> members = stage.joinMany(ROOM, 3, 2);
    listen(1, true);
    listen(3, true);
    stage.command(new MediaCommand.SpanRoom(ROOM, 0b11L << OTHER));
    for (int i = 0; i < 5; i++) {
      members.forEach(member -> member.speak(Stage.LOUD));
      stage.frame();
    }
    stage.relayed.clear();
    members.forEach(member -> member.speak(Stage.LOUD));
    stage.frame();
    assertThat(stage.relayed)
        .extracting(Stage.Datagram::path)
        .containsExactlyInAnyOrder(
            HeardPacket.PART,
            OTHER,
            OTHER + 1,
            OTHER,
            OTHER + 1,
            HeardPacket.PART,
            OTHER,
            OTHER + 1);
    assertThat(heard()).extracting(HeardPacket::member).containsExactly(1, 3);
  }

  @Test
  void whoIsSilencedIsNotHeardThereEither() {
    Browser ann = stage.joinMany(ROOM, 2, 2).getFirst();
    listen(1, true);
    stage.command(new MediaCommand.Silence(ROOM, 1, true));
    ann.speak(Stage.LOUD);
    stage.frame();
    assertThat(heard()).isEmpty();
  }

  @Test
  void aSealedVoiceIsNot() {
    var parameters = stage.parameters(2, true, true);
    stage.command(new MediaCommand.AddPeer(ROOM, 1, parameters, true));
    listen(1, true);
    assertThat(stage.engine.counters().commandsRefused()).isEqualTo(1);
    listen(2, true);
    assertThat(stage.engine.counters().commandsRefused()).as("nobody").isEqualTo(2);
  }

  @Test
  void whatIsNoVoiceIsNotRead() {
    PacketBatch batch = new PacketBatch(Arena.ofAuto(), 2);
    int slot = batch.add(0, RelayHeader.BYTES);
    RelayHeader.write(batch.slab(), batch.offset(slot), ROOM, 1, RelayHeader.GONE, 0);
    assertThat(HeardPacket.read(batch, slot)).isNull();
    int shorter = batch.add(0, RelayHeader.BYTES + 3);
    RelayHeader.write(batch.slab(), batch.offset(shorter), ROOM, 1, RelayHeader.VOICE, 20);
    assertThat(HeardPacket.read(batch, shorter)).isNull();
  }
}

package chat.free4.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.sfu.Stage.Browser;
import chat.free4.wire.rtp.RtpStreamWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** In a sealed room only frames under registered key ids go on. */
final class SealedRoomTest {
  private static final long ROOM = 9;
  private static final long KID = 0x0102_0304_0506L;
  private static final int FRAME_BYTES = 80;

  private final Stage stage = new Stage(1);

  private Browser join(int member, boolean sealed) {
    var parameters = stage.parameters(2, true, true);
    stage.command(new MediaCommand.AddPeer(ROOM, member, parameters, sealed));
    Browser browser = stage.new Browser(ROOM, member, 2, parameters);
    stage.byPath.put(browser.path, browser);
    return browser.connect();
  }

  private void register(int member, long kid) {
    stage.command(new MediaCommand.RegisterKey(ROOM, member, kid));
  }

  /** What begins as a sealed frame does. */
  private static byte[] frame(long kid, int length) {
    byte[] frame = new byte[length];
    ByteBuffer buffer = ByteBuffer.allocate(16).put((byte) 0xd9).putShort((short) (kid >>> 32));
    buffer.putInt((int) kid);
    System.arraycopy(buffer.array(), 0, frame, 0, Math.min(length, buffer.position()));
    return frame;
  }

  private void send(Browser browser, byte[] payload) {
    var writer =
        new RtpStreamWriter(browser.ssrc, Stage.PAYLOAD_TYPE, 0, new byte[0], Stage.LEVEL_ID);
    MemorySegment packet = MemorySegment.ofArray(new byte[payload.length + 64]);
    int header =
        writer.writeHeader(packet, 0, false, browser.sequence, browser.timestamp, 0, Stage.LOUD);
    MemorySegment.copy(payload, 0, packet, ValueLayout.JAVA_BYTE, header, payload.length);
    browser.sequence = (browser.sequence + 1) & 0xffff;
    browser.timestamp += 960;
    stage.add(
        browser.path, packet.asSlice(0, header + payload.length).toArray(ValueLayout.JAVA_BYTE));
    stage.frame();
  }

  private long dropped() {
    return stage.engine.counters().drops().getOrDefault(MediaDrop.UNREGISTERED_KEY.label(), 0L);
  }

  @Test
  void whatIsNotSealedUnderARegisteredKeyIsDroppedAndCounted() {
    Browser ann = join(1, true);
    Browser ben = join(2, true);
    send(ann, frame(KID, FRAME_BYTES));
    assertThat(ben.heard).as("before any key").isEmpty();
    register(1, KID);
    send(ann, new byte[FRAME_BYTES]);
    send(ann, frame(KID + 1, FRAME_BYTES));
    assertThat(ben.heard).isEmpty();
    assertThat(dropped()).isEqualTo(3);
    send(ann, frame(KID, FRAME_BYTES));
    assertThat(ben.heard).hasSize(1);
    assertThat(dropped()).isEqualTo(3);
  }

  @Test
  void oneMembersKeyIsNotAnothers() {
    Browser ann = join(1, true);
    Browser ben = join(2, true);
    register(1, KID);
    send(ben, frame(KID, FRAME_BYTES));
    assertThat(ann.heard).isEmpty();
  }

  @Test
  void aFewFormerKeysStillPassAndOlderOnesNoMore() {
    Browser ann = join(1, true);
    Browser ben = join(2, true);
    for (int i = 0; i < KeyIds.MAX_IDS; i++) {
      register(1, KID + i);
    }
    register(1, KID); // again: nothing is pushed out
    send(ann, frame(KID, FRAME_BYTES));
    assertThat(ben.heard).hasSize(1);
    register(1, KID + KeyIds.MAX_IDS);
    send(ann, frame(KID, FRAME_BYTES));
    assertThat(ben.heard).as("the oldest made room").hasSize(1);
    send(ann, frame(KID + KeyIds.MAX_IDS, FRAME_BYTES));
    send(ann, frame(KID + 1, FRAME_BYTES));
    assertThat(ben.heard).hasSize(3);
  }

  @Test
  void aPublicRoomAsksForNoKeyAndTakesNone() {
    Browser ann = join(1, false);
    Browser ben = join(2, false);
    send(ann, new byte[FRAME_BYTES]);
    assertThat(ben.heard).hasSize(1);
    register(1, KID);
    assertThat(stage.engine.counters().commandsRefused()).isEqualTo(1);
  }

  @Test
  void framesOfEveryLengthAreLookedAtWithoutReachingBeyondThem() {
    Browser ann = join(1, true);
    Browser ben = join(2, true);
    register(1, KID);
    long seed = 77;
    Random random = new Random(seed);
    int passed = 0;
    for (int length = 0; length < 200; length++) {
      byte[] payload = frame(KID, length);
      if (random.nextBoolean() && length > 0) {
        payload[random.nextInt(Math.min(length, 7))] ^= (byte) (0x10 << random.nextInt(4));
      } else if (length >= 23) {
        passed++;
      }
      send(ann, payload);
      assertThat(ben.heard).as("seed %d, %d bytes", seed, length).hasSize(passed);
    }
  }
}

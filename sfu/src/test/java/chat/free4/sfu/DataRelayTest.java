package chat.free4.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.rtc.sctp.DataChannelEvent;
import chat.free4.rtc.sctp.DataChannelMessage;
import chat.free4.rtc.sctp.DataChannels;
import chat.free4.rtc.sctp.Reliability;
import chat.free4.rtc.sctp.SctpAssociation;
import chat.free4.rtc.sctp.SctpSettings;
import chat.free4.sfu.Stage.Browser;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class DataRelayTest {
  private static final SctpSettings SETTINGS =
      new SctpSettings(5000, 5000, 1160, 1 << 15, 1 << 17, 1024, 1 << 17, 64);
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1000 * MILLI;
  private static final long ROOM = 7;

  private final Stage stage = new Stage(1);
  private final List<User> users = new ArrayList<>();

  /** A member with data channels, seen from its browser. */
  private final class User {
    final Browser browser;
    final SctpAssociation association;
    final DataChannels channels;
    final List<byte[]> got = new ArrayList<>();
    final List<DataChannelEvent> events = new ArrayList<>();
    private final byte[] packet = new byte[2048];
    int reliable;
    int loose;
    boolean hears = true;
    Runnable behaviour = () -> {};

    User(int member) {
      browser = stage.join(ROOM, member, 2);
      browser.transport.openData(SETTINGS, member);
      association = new SctpAssociation(SETTINGS, new Random(100 + member));
      channels = new DataChannels(association, true, 8, reason -> {});
      association.connect(stage.now);
      users.add(this);
      turnUntil(() -> events.contains(new DataChannelEvent.Connected()));
      reliable =
          channels.open(stage.now, DataRelay.RELIABLE, DataRelay.PROTOCOL, Reliability.ORDERED);
      loose =
          channels.open(
              stage.now,
              DataRelay.LOOSE,
              DataRelay.PROTOCOL,
              new Reliability(false, 0, Reliability.FOREVER));
      turnUntil(
          () -> events.stream().filter(DataChannelEvent.Opened.class::isInstance).count() == 2);
    }

    void exchange() {
      behaviour.run();
      for (Stage.Datagram datagram : browser.control) {
        byte[] bytes = datagram.bytes();
        if (hears && bytes[0] == FakeTransport.DTLS_DATA) {
          association.handlePacket(
              stage.now, Arrays.copyOfRange(bytes, 1, bytes.length), bytes.length - 1);
        }
      }
      browser.control.clear();
      if (association.pollTimeout() <= stage.now) {
        association.handleTimeout(stage.now);
      }
      for (DataChannelMessage message = channels.pollMessage(stage.now);
          message != null;
          message = channels.pollMessage(stage.now)) {
        got.add(message.bytes());
      }
      for (DataChannelEvent event = channels.pollEvent(stage.now);
          event != null;
          event = channels.pollEvent(stage.now)) {
        events.add(event);
      }
      for (int length = association.pollPacket(packet);
          length > 0;
          length = association.pollPacket(packet)) {
        byte[] datagram = new byte[length + 1];
        datagram[0] = FakeTransport.DTLS_DATA;
        System.arraycopy(packet, 0, datagram, 1, length);
        stage.add(browser.path, datagram);
      }
    }

    boolean send(boolean isReliable, byte[] payload, int... to) {
      ByteBuffer frame = ByteBuffer.allocate(2 + 4 * to.length + payload.length);
      frame.put((byte) 1).put((byte) to.length);
      for (int member : to) {
        frame.putInt(member);
      }
      frame.put(payload);
      return channels.send(stage.now, isReliable ? reliable : loose, false, frame.array()) == null;
    }
  }

  /** Five milliseconds for all. */
  private void turn() {
    users.forEach(User::exchange);
    stage.run();
    stage.advance(5 * MILLI);
  }

  private void turns(long nanos) {
    for (long end = stage.now + nanos; stage.now < end; ) {
      turn();
    }
  }

  private void turnUntil(BooleanSupplier done) {
    for (int i = 0; i < 20_000 && !done.getAsBoolean(); i++) {
      turn();
    }
    assertThat(done.getAsBoolean()).as("done in time").isTrue();
  }

  /** The server's end. */
  private static SctpAssociation held(User user) {
    return Objects.requireNonNull(user.browser.transport.association);
  }

  private static byte[] received(int from, byte... payload) {
    return ByteBuffer.allocate(5 + payload.length).put((byte) 2).putInt(from).put(payload).array();
  }

  private static byte[] missed(int why, int member) {
    return ByteBuffer.allocate(6).put((byte) 3).put((byte) why).putInt(member).array();
  }

  @Test
  void bytesGoToOneToSeveralAndToAllAndSayWhoSentThem() {
    User ann = new User(1);
    User bob = new User(2);
    User carla = new User(-3);
    ann.send(true, new byte[] {1}, 2);
    ann.send(true, new byte[] {2}, 2, -3, 2);
    ann.send(true, new byte[] {3});
    ann.send(false, new byte[] {4}, -3);
    carla.send(true, new byte[] {});
    turns(SECOND);
    assertThat(bob.got)
        .containsExactly(
            received(1, (byte) 1), received(1, (byte) 2), received(1, (byte) 3), received(-3));
    assertThat(carla.got)
        .containsExactlyInAnyOrder(
            received(1, (byte) 2), received(1, (byte) 3), received(1, (byte) 4));
    assertThat(ann.got).containsExactly(received(-3));
    assertThat(stage.engine.counters().dataReceived()).isEqualTo(5);
    assertThat(stage.engine.counters().dataSent()).isEqualTo(8);
  }

  @Test
  void nobodyInAnotherRoomGetsAny() {
    User ann = new User(1);
    Browser stranger = stage.join(ROOM + 1, 2, 2);
    stranger.transport.openData(SETTINGS, 9);
    ann.send(true, new byte[] {1});
    ann.send(true, new byte[] {1}, 2);
    turns(SECOND);
    assertThat(stage.engine.counters().dataSent()).isZero();
    assertThat(ann.got).containsExactly(missed(1, 2));
  }

  @Test
  void aSenderIsToldWhoCannotBeReached() {
    User ann = new User(1);
    new User(2);
    stage.join(ROOM, 3, 2);
    ann.send(true, new byte[] {1}, 1, 2, 3, 4);
    turns(SECOND);
    assertThat(ann.got).containsExactly(missed(1, 1), missed(1, 3), missed(1, 4));
    stage.command(new MediaCommand.SpanRoom(ROOM, 2));
    ann.got.clear();
    ann.send(true, new byte[] {1});
    ann.send(true, new byte[] {1}, 2, 4);
    turns(SECOND);
    assertThat(ann.got).containsExactly(missed(3, 0), missed(3, 4));
  }

  @Test
  void whatIsNotInTheFormIsDroppedAndCountedAndOtherChannelsAreClosed() {
    User ann = new User(1);
    User bob = new User(2);
    ann.channels.send(stage.now, ann.reliable, true, new byte[] {1, 0, 'x'});
    for (byte[] bad :
        List.of(new byte[0], new byte[] {1}, new byte[] {2, 0}, new byte[] {1, 1, 0})) {
      ann.channels.send(stage.now, ann.reliable, false, bad);
    }
    byte[] tooMany = new byte[2 + 4 * 33];
    tooMany[0] = 1;
    tooMany[1] = 33;
    ann.channels.send(stage.now, ann.reliable, false, tooMany);
    byte[] tooLong = new byte[DataFrame.MAX_BYTES + 1];
    tooLong[0] = 1;
    ann.channels.send(stage.now, ann.reliable, false, tooLong);
    int other = ann.channels.open(stage.now, "other", "", Reliability.ORDERED);
    int twice =
        ann.channels.open(stage.now, DataRelay.LOOSE, DataRelay.PROTOCOL, Reliability.ORDERED);
    turns(2 * SECOND);
    assertThat(bob.got).isEmpty();
    assertThat(stage.drops("data_malformed")).isEqualTo(7);
    assertThat(stage.drops("data_unknown_channel")).isEqualTo(2);
    assertThat(ann.events)
        .contains(new DataChannelEvent.Closed(other), new DataChannelEvent.Closed(twice));
    ann.send(true, new byte[] {5});
    turns(SECOND);
    assertThat(bob.got).containsExactly(received(1, (byte) 5));
  }

  @Test
  void aSlowReceiverSlowsItsSenderAndNobodyElseAndHoldsLittleMemory() {
    User ann = new User(1);
    User bob = new User(2);
    User carla = new User(3);
    User slow = new User(4);
    slow.hears = false;
    int[] toSlow = {0};
    byte[] payload = new byte[16_000];
    ann.behaviour =
        () -> {
          while (ann.send(true, payload, 4)) {
            toSlow[0]++;
          }
        };
    turns(5 * SECOND);
    int stalled = toSlow[0];
    int held = held(ann).receiveBufferedBytes() + held(slow).sendBufferedBytes();
    assertThat(held).isLessThan(2 * SETTINGS.receiveWindowBytes() + SETTINGS.sendBufferBytes());
    bob.send(true, payload, 3);
    bob.send(false, payload, 3, 4);
    turns(SECOND);
    assertThat(carla.got).hasSize(2);
    assertThat(toSlow[0]).as("sent while nothing is taken").isEqualTo(stalled);

    slow.hears = true;
    turnUntil(() -> slow.got.size() >= stalled);
    ann.behaviour = () -> {};
    turnUntil(() -> slow.got.size() == toSlow[0]);
    assertThat(ann.got).as("nothing was missed").isEmpty();
  }

  @Test
  void whoTakesNothingForTooLongIsPassedOverUntilItDoes() {
    User ann = new User(1);
    User bob = new User(2);
    User gone = new User(3);
    gone.hears = false;
    int[] sent = {0};
    byte[] payload = new byte[16_000];
    ann.behaviour =
        () -> {
          if (sent[0] < 40 && ann.send(true, payload)) {
            sent[0]++;
          }
        };
    turns(5 * SECOND);
    assertThat(bob.got.size()).isLessThan(12);
    turns(7 * SECOND);
    assertThat(bob.got).hasSize(40);
    assertThat(stage.drops("data_stalled")).isEqualTo(1);
    assertThat(ann.got).contains(missed(2, 3)).hasSizeGreaterThan(20);

    gone.hears = true;
    turns(30 * SECOND);
    int before = gone.got.size();
    sent[0] = 39;
    turnUntil(() -> gone.got.size() == before + 1);
  }

  @Test
  void whoeverLeavesHoldsUpNobody() {
    User ann = new User(1);
    User bob = new User(2);
    User gone = new User(3);
    gone.hears = false;
    int[] sent = {0};
    byte[] payload = new byte[16_000];
    ann.behaviour =
        () -> {
          if (sent[0] < 30 && ann.send(true, payload)) {
            sent[0]++;
          }
        };
    turns(3 * SECOND);
    assertThat(bob.got.size()).isLessThan(12);
    users.remove(gone);
    stage.command(new MediaCommand.RemovePeer(ROOM, 3));
    turnUntil(() -> bob.got.size() == 30);
    users.remove(ann);
    stage.command(new MediaCommand.RemovePeer(ROOM, 1));
    turns(SECOND);
    assertThat(stage.engine.counters().peers()).isEqualTo(1);
  }

  @Test
  void voiceGoesOutBeforeDataAndDataABoundedNumberAtATime() {
    User ann = new User(1);
    User bob = new User(2);
    for (int i = 0; i < 6; i++) {
      ann.send(true, new byte[16_000]);
    }
    int most = 0;
    for (int i = 0; i < 400; i++) {
      ann.browser.speak(Stage.LOUD);
      users.forEach(User::exchange);
      stage.engine.handleDatagrams(stage.now, stage.in);
      int data = 0;
      boolean voiceAfterData = false;
      while (stage.engine.pollTransmits(stage.out) > 0) {
        for (int j = 0; j < stage.out.count(); j++) {
          byte first = stage.out.slab().get(ValueLayout.JAVA_BYTE, stage.out.offset(j));
          boolean isData = first == FakeTransport.DTLS_DATA;
          data += isData ? 1 : 0;
          voiceAfterData |= data > 0 && (first & 0x80) != 0;
          byte[] copy =
              stage
                  .out
                  .slab()
                  .asSlice(stage.out.offset(j), stage.out.length(j))
                  .toArray(ValueLayout.JAVA_BYTE);
          Browser to = stage.byPath.get(stage.out.path(j));
          if (to != null) {
            to.control.add(new Stage.Datagram(stage.out.path(j), copy));
          }
        }
        stage.out.clear();
      }
      stage.in.clear();
      most = Math.max(most, data);
      assertThat(voiceAfterData).isFalse();
      stage.now += MILLI;
    }
    assertThat(most).isBetween(10, Forwarder.MAX_DATA_PACKETS);
    assertThat(bob.got).hasSize(6);
  }
}

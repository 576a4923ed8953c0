package chat.free4.rtc.sctp;

import static chat.free4.rtc.sctp.SctpLink.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.wire.DropReason;
import chat.free4.wire.sctp.DcepOpen;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataChannelsTest {
  private static final int MAX_CHANNELS = 3;
  private static final Reliability UNORDERED_TWICE = new Reliability(false, 2, Reliability.FOREVER);

  /** Channels of one side, which takes all that comes. */
  private static final class User {
    final DataChannels channels;
    final List<DataChannelEvent> events = new ArrayList<>();
    final List<DataChannelMessage> messages = new ArrayList<>();
    final List<DropReason> drops = new ArrayList<>();

    User(SctpLink link, SctpLink.Side side, boolean even) {
      channels = new DataChannels(side.association, even, MAX_CHANNELS, drops::add);
      side.reads = false;
      side.behaviour =
          () -> {
            DataChannelMessage message = channels.pollMessage(link.now);
            while (message != null) {
              messages.add(message);
              message = channels.pollMessage(link.now);
            }
            DataChannelEvent event = channels.pollEvent(link.now);
            while (event != null) {
              events.add(event);
              event = channels.pollEvent(link.now);
            }
          };
    }

    String texts() {
      StringBuilder all = new StringBuilder();
      for (DataChannelMessage message : messages) {
        all.append(message.text() ? 't' : 'b')
            .append(message.channel())
            .append(new String(message.bytes(), StandardCharsets.UTF_8))
            .append(' ');
      }
      return all.toString().trim();
    }
  }

  private final SctpLink link = new SctpLink(1);
  private final User a = new User(link, link.a, true);
  private final User b = new User(link, link.b, false);

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void connect() {
    link.a.association.connect(link.now);
    link.runUntil(
        () ->
            a.events.contains(new DataChannelEvent.Connected())
                && b.events.contains(new DataChannelEvent.Connected()),
        10 * SECOND);
  }

  @Test
  void channelsOpenFromBothSidesAndCarryTextBytesAndNothing() {
    connect();
    int ours = a.channels.open(link.now, "files", "raw", Reliability.ORDERED);
    int theirs = b.channels.open(link.now, "späße", "", UNORDERED_TWICE);
    assertThat(List.of(ours, theirs)).containsExactly(0, 1);
    assertThat(a.channels.send(link.now, ours, true, utf8("before the answer"))).isNull();
    link.run(SECOND);
    assertThat(a.events)
        .contains(
            new DataChannelEvent.Opened(0, "files", "raw"),
            new DataChannelEvent.Opened(1, "späße", ""));
    assertThat(b.events)
        .contains(
            new DataChannelEvent.Opened(0, "files", "raw"),
            new DataChannelEvent.Opened(1, "späße", ""));
    a.channels.send(link.now, theirs, false, utf8("bytes"));
    a.channels.send(link.now, ours, true, new byte[0]);
    a.channels.send(link.now, ours, false, new byte[0]);
    link.run(SECOND);
    assertThat(b.texts()).isEqualTo("t0before the answer b1bytes t0 b0");
  }

  @Test
  void aClosedChannelIsClosedAtBothEndsAfterWhatWasSent() {
    for (int round = 0; round < 3; round++) {
      if (round == 0) {
        connect();
        link.loss = 0.1;
      }
      int number = a.channels.open(link.now, "x", "", Reliability.ORDERED);
      assertThat(number).isZero();
      a.channels.send(link.now, number, false, new byte[50_000]);
      a.channels.close(link.now, number);
      assertThat(a.channels.send(link.now, number, false, new byte[1]))
          .isEqualTo(SendRefusal.CLOSING);
      DataChannelEvent closed = new DataChannelEvent.Closed(number);
      a.events.clear();
      b.events.clear();
      link.runUntil(() -> a.events.contains(closed) && b.events.contains(closed), 100 * SECOND);
      assertThat(a.events).containsOnlyOnce(closed);
      assertThat(b.events).containsOnlyOnce(closed);
      assertThat(b.messages).hasSize(round + 1);
    }
  }

  @Test
  void moreChannelsThanThereMayBeAreClosedAgain() {
    DataChannels many = new DataChannels(link.a.association, true, 10, reason -> {});
    link.a.behaviour = () -> {};
    connect();
    link.a.association.connect(link.now);
    link.runUntil(() -> b.events.contains(new DataChannelEvent.Connected()), 10 * SECOND);
    for (int i = 0; i < MAX_CHANNELS + 1; i++) {
      assertThat(many.open(link.now, "c" + i, "", Reliability.ORDERED)).isEqualTo(2 * i);
    }
    link.run(5 * SECOND);
    assertThat(b.drops).containsExactly(DataChannelDrop.TOO_MANY_CHANNELS);
    assertThat(link.a.events).contains(new SctpEvent.IncomingReset(List.of(2 * MAX_CHANNELS)));
    assertThat(b.channels.open(link.now, "one more", "", Reliability.ORDERED)).isEqualTo(-1);
  }

  @Test
  void whatNoBrowserSendsIsDroppedAndCounted() {
    link.a.behaviour = () -> {};
    connect();
    link.runUntil(() -> link.a.isConnected(), 10 * SECOND);
    SctpAssociation raw = link.a.association;
    raw.send(link.now, 0, 51, utf8("nobody opened this"), Reliability.ORDERED);
    raw.send(link.now, 0, 52, utf8("partial, of former times"), Reliability.ORDERED);
    raw.send(link.now, 0, 50, new byte[] {9}, Reliability.ORDERED);
    raw.send(link.now, 0, 50, DcepOpen.ack(), Reliability.ORDERED);
    raw.send(link.now, 1, 50, open("odd is not yours"), Reliability.ORDERED);
    raw.send(link.now, 2, 50, open("x".repeat(129)), Reliability.ORDERED);
    raw.send(link.now, 4, 50, open("right"), Reliability.ORDERED);
    raw.send(link.now, 4, 50, open("twice"), Reliability.ORDERED);
    raw.send(link.now, 6, 50, new byte[] {3, 0, 0}, Reliability.ORDERED);
    link.run(5 * SECOND);
    assertThat(b.drops.stream().map(DropReason::label))
        .containsExactlyInAnyOrder(
            "channel_unknown_channel",
            "channel_unknown_protocol",
            "dcep_unknown",
            "channel_unknown_channel",
            "channel_wrong_number",
            "channel_name_too_long",
            "channel_wrong_number",
            "dcep_bad_open");
    assertThat(b.events).contains(new DataChannelEvent.Opened(4, "right", ""));
  }

  private static byte[] open(String label) {
    return new DcepOpen(DcepOpen.RELIABLE, 0, 0, label, "").toBytes();
  }

  @Test
  void allChannelsEndWithTheirAssociation() {
    connect();
    int number = a.channels.open(link.now, "x", "", Reliability.ORDERED);
    link.run(SECOND);
    link.b.association.abort(link.now);
    link.run(SECOND);
    assertThat(a.events).endsWith(new DataChannelEvent.Ended(SctpEvent.Reason.ABORTED_BY_PEER));
    assertThat(a.channels.send(link.now, number, false, new byte[1]))
        .isEqualTo(SendRefusal.CLOSING);
  }
}

package chat.free4.rtc.sctp;

import chat.free4.wire.DropReason;
import chat.free4.wire.sctp.DcepOpen;
import chat.free4.wire.sctp.DcepResult;
import chat.free4.wire.sctp.SctpDrop;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The data channels of one association (RFC 8831, RFC 8832): opened by either side, closed by
 * resetting their streams. Drives the association's messages and events; packets and time are its
 * owner's business. After every input events are drained; messages are polled when they are wanted.
 */
public final class DataChannels {
  /** Longest label or protocol, in UTF-16 units. */
  public static final int MAX_NAME_CHARS = 128;

  /**
   * Payload protocols (RFC 8831 section 8): DCEP itself, strings, bytes, and empty ones of both.
   */
  private static final int DCEP = 50;

  private static final int STRING = 51;
  private static final int BINARY = 53;
  private static final int EMPTY_STRING = 56;
  private static final int EMPTY_BINARY = 57;

  /** What stands for nothing, as SCTP has no empty message (RFC 8831 section 6.6). */
  private static final byte[] EMPTY = {0};

  private static final class Channel {
    final String label;
    final String protocol;
    final Reliability reliability;
    boolean acknowledged;
    boolean closing;
    boolean incomingReset;
    boolean outgoingReset;

    Channel(String label, String protocol, Reliability reliability) {
      this.label = label;
      this.protocol = protocol;
      this.reliability = reliability;
    }
  }

  private final SctpAssociation association;
  private final boolean evenNumbers;
  private final int maxChannels;
  private final Consumer<DropReason> drops;
  private final Map<Integer, Channel> channels = new HashMap<>();
  private final ArrayDeque<DataChannelEvent> events = new ArrayDeque<>(2);
  private int nextNumber;

  /**
   * No channels yet.
   *
   * @param evenNumbers true for who is the DTLS client (RFC 8832 section 6)
   * @param maxChannels more are refused
   * @param drops told why something was refused, to be counted
   */
  public DataChannels(
      SctpAssociation association,
      boolean evenNumbers,
      int maxChannels,
      Consumer<DropReason> drops) {
    this.association = association;
    this.evenNumbers = evenNumbers;
    this.maxChannels = maxChannels;
    this.drops = drops;
    this.nextNumber = evenNumbers ? 0 : 1;
  }

  /**
   * Opens a channel; messages may follow at once.
   *
   * @return its number, or -1 when it was refused
   */
  public int open(long nowNanos, String label, String protocol, Reliability reliability) {
    int number = nextNumber;
    if (channels.size() >= maxChannels) {
      return -1;
    }
    int type =
        reliability.maxRetransmissions() != Reliability.UNLIMITED
            ? DcepOpen.LIMITED_RETRANSMISSIONS
            : reliability.lifetimeNanos() != Reliability.FOREVER
                ? DcepOpen.LIMITED_LIFETIME
                : DcepOpen.RELIABLE;
    long limit =
        switch (type) {
          case DcepOpen.LIMITED_RETRANSMISSIONS -> reliability.maxRetransmissions();
          case DcepOpen.LIMITED_LIFETIME ->
              TimeUnit.NANOSECONDS.toMillis(reliability.lifetimeNanos());
          default -> 0;
        };
    int order = reliability.ordered() ? 0 : DcepOpen.UNORDERED_BIT;
    byte[] message = new DcepOpen(type | order, 0, limit, label, protocol).toBytes();
    if (association.send(nowNanos, number, DCEP, message, Reliability.ORDERED) != null) {
      return -1;
    }
    channels.put(number, new Channel(label, protocol, reliability));
    while (channels.containsKey(nextNumber)) {
      nextNumber += 2;
    }
    return number;
  }

  /**
   * Sends a message.
   *
   * @param bytes not to be changed any more; UTF-8 when it is text
   * @return null when it was taken
   */
  public @Nullable SendRefusal send(long nowNanos, int number, boolean text, byte[] bytes) {
    Channel channel = channels.get(number);
    if (channel == null || channel.closing) {
      return SendRefusal.CLOSING;
    }
    // Until the other side knows the channel, nothing may overtake what opens it.
    Reliability reliability =
        channel.acknowledged || channel.reliability.ordered()
            ? channel.reliability
            : Reliability.ORDERED;
    return bytes.length == 0
        ? association.send(nowNanos, number, text ? EMPTY_STRING : EMPTY_BINARY, EMPTY, reliability)
        : association.send(nowNanos, number, text ? STRING : BINARY, bytes, reliability);
  }

  /** Closes a channel once what waits on it is sent. */
  public void close(long nowNanos, int number) {
    Channel channel = channels.get(number);
    if (channel != null && !channel.closing) {
      channel.closing = true;
      association.resetStream(nowNanos, number);
    }
  }

  /** The next event; null when there is none. */
  public @Nullable DataChannelEvent pollEvent(long nowNanos) {
    for (SctpEvent event = association.pollEvent();
        event != null;
        event = association.pollEvent()) {
      switch (event) {
        case SctpEvent.Connected _ -> events.add(new DataChannelEvent.Connected());
        case SctpEvent.Writable _ -> events.add(new DataChannelEvent.Writable());
        case SctpEvent.LowWater low -> {
          if (channels.containsKey(low.stream())) {
            events.add(new DataChannelEvent.LowWater(low.stream()));
          }
        }
        case SctpEvent.IncomingReset reset -> {
          for (Integer stream : reset.streams()) {
            handleIncomingReset(nowNanos, stream);
          }
        }
        case SctpEvent.OutgoingReset reset -> {
          for (Integer stream : reset.streams()) {
            Channel channel = channels.get(stream);
            if (channel != null) {
              channel.outgoingReset = true;
              endIfReset(stream, channel);
            }
          }
        }
        case SctpEvent.Closed closed -> {
          channels.clear();
          events.add(new DataChannelEvent.Ended(closed.reason()));
        }
      }
    }
    return events.poll();
  }

  private void handleIncomingReset(long nowNanos, int stream) {
    Channel channel = channels.get(stream);
    if (channel != null) {
      channel.incomingReset = true;
      close(nowNanos, stream);
      endIfReset(stream, channel);
    }
  }

  private void endIfReset(int stream, Channel channel) {
    if (channel.incomingReset && channel.outgoingReset) {
      channels.remove(stream);
      nextNumber = Math.min(nextNumber, isOurs(stream) ? stream : nextNumber);
      events.add(new DataChannelEvent.Closed(stream));
    }
  }

  private boolean isOurs(int number) {
    return (number % 2 == 0) == evenNumbers;
  }

  /** The next message; null when there is none. Events may follow. */
  public @Nullable DataChannelMessage pollMessage(long nowNanos) {
    for (SctpMessage message = association.pollMessage();
        message != null;
        message = association.pollMessage()) {
      DropReason drop = null;
      int protocol = message.payloadProtocol();
      if (protocol == DCEP) {
        drop = handleDcep(nowNanos, message);
      } else if (!isKnown(protocol)) {
        drop = DataChannelDrop.UNKNOWN_PROTOCOL;
      } else if (!channels.containsKey(message.stream())) {
        drop = DataChannelDrop.UNKNOWN_CHANNEL;
      } else {
        boolean empty = protocol == EMPTY_STRING || protocol == EMPTY_BINARY;
        return new DataChannelMessage(
            message.stream(),
            protocol == STRING || protocol == EMPTY_STRING,
            empty ? new byte[0] : message.payload());
      }
      if (drop != null) {
        drops.accept(drop);
      }
    }
    return null;
  }

  private static boolean isKnown(int protocol) {
    return protocol == STRING
        || protocol == BINARY
        || protocol == EMPTY_STRING
        || protocol == EMPTY_BINARY;
  }

  private @Nullable DropReason handleDcep(long nowNanos, SctpMessage message) {
    return switch (DcepOpen.read(message.payload())) {
      case DcepResult.Refused refused -> {
        if (refused.reason() == SctpDrop.BAD_DCEP_OPEN) {
          refuse(nowNanos, message.stream());
        }
        yield refused.reason();
      }
      case DcepResult.Ack _ -> handleAck(message.stream());
      case DcepOpen open -> handleOpen(nowNanos, message.stream(), open);
    };
  }

  private @Nullable DropReason handleAck(int number) {
    Channel channel = channels.get(number);
    if (channel == null || channel.acknowledged) {
      return DataChannelDrop.UNKNOWN_CHANNEL;
    }
    channel.acknowledged = true;
    events.add(new DataChannelEvent.Opened(number, channel.label, channel.protocol));
    return null;
  }

  private @Nullable DropReason handleOpen(long nowNanos, int number, DcepOpen open) {
    if (isOurs(number) || channels.containsKey(number)) {
      return DataChannelDrop.WRONG_NUMBER;
    }
    boolean tooMany = channels.size() >= maxChannels;
    boolean tooLong = Math.max(open.label().length(), open.protocol().length()) > MAX_NAME_CHARS;
    if (tooMany || tooLong) {
      refuse(nowNanos, number);
      return tooMany ? DataChannelDrop.TOO_MANY_CHANNELS : DataChannelDrop.NAME_TOO_LONG;
    }
    Channel channel = new Channel(open.label(), open.protocol(), reliabilityOf(open));
    channel.acknowledged = true;
    channels.put(number, channel);
    // With the send buffer full the other side goes without: it may send all the same.
    association.send(nowNanos, number, DCEP, DcepOpen.ack(), Reliability.ORDERED);
    events.add(new DataChannelEvent.Opened(number, open.label(), open.protocol()));
    return null;
  }

  /** Closes what was never open here (RFC 8832 section 5.1). */
  private void refuse(long nowNanos, int number) {
    if (!channels.containsKey(number)) {
      association.resetStream(nowNanos, number);
    }
  }

  private static Reliability reliabilityOf(DcepOpen open) {
    boolean ordered = (open.channelType() & DcepOpen.UNORDERED_BIT) == 0;
    int limit = (int) Math.min(open.reliability(), Reliability.UNLIMITED - 1);
    return switch (open.channelType() & ~DcepOpen.UNORDERED_BIT) {
      case DcepOpen.LIMITED_RETRANSMISSIONS -> new Reliability(ordered, limit, Reliability.FOREVER);
      case DcepOpen.LIMITED_LIFETIME ->
          new Reliability(
              ordered, Reliability.UNLIMITED, TimeUnit.MILLISECONDS.toNanos(open.reliability()));
      default -> ordered ? Reliability.ORDERED : Reliability.UNORDERED;
    };
  }
}

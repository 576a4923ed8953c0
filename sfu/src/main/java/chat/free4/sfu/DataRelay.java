package chat.free4.sfu;

import chat.free4.rtc.sctp.DataChannelEvent;
import chat.free4.rtc.sctp.DataChannelMessage;
import chat.free4.rtc.sctp.DataChannels;
import chat.free4.rtc.sctp.SendRefusal;
import chat.free4.sfu.DataFrame.Missed;
import chat.free4.sfu.DataPeer.Delivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes bytes on between the members of a room, over data channels (protocol/data.md).
 *
 * <p>A message is taken from its sender's association only when the one before it has been given to
 * everybody it goes to. Until then the sender's receive window fills, its browser waits, and the
 * server holds one message of it: a slow receiver slows who sends to it, and nobody else. Who takes
 * nothing for {@link #STALL_NANOS} is passed over until it does.
 */
final class DataRelay {
  /** Protocol that a channel names when it is opened; others are closed. */
  static final String PROTOCOL = "free4chat-data-1";

  /** Label of the channel on which everything arrives, in order. */
  static final String RELIABLE = "reliable";

  /** Label of the channel on which something may be lost or overtaken. */
  static final String LOOSE = "loose";

  /** How long senders wait for a receiver that takes nothing. */
  static final long STALL_NANOS = 10_000_000_000L;

  /** Messages given to members for one sender, before voice has its turn again. */
  static final int MAX_DELIVERIES_A_TURN = 64;

  /** Senders that have a turn after one input. */
  static final int MAX_TURNS = 16;

  private final Forwarder forwarder;
  private final EngineCounters counters;

  /** Who may have something to be passed on; each once, so as many as the engine has peers. */
  private final ArrayDeque<RoomPeer> queue = new ArrayDeque<>();

  DataRelay(Forwarder forwarder, EngineCounters counters) {
    this.forwarder = forwarder;
    this.counters = counters;
  }

  /** Something may have come from a peer, or may go to it now. */
  void handle(long nowNanos, RoomPeer peer) {
    DataChannels channels = peer.transport().dataChannels();
    if (channels == null) {
      return;
    }
    DataPeer data = peer.data;
    if (data == null) {
      data = new DataPeer();
      peer.data = data;
    }
    takeEvents(nowNanos, peer, data, channels);
    if (nowNanos >= data.stalledAtNanos) {
      data.stalled = true;
      counters.drop(MediaDrop.DATA_STALLED);
      wake(data);
    }
    enqueue(peer, data);
    forwarder.sendDataFrom(peer);
  }

  private void enqueue(RoomPeer peer, DataPeer data) {
    if (!data.isQueued) {
      data.isQueued = true;
      queue.add(peer);
    }
  }

  private void takeEvents(long nowNanos, RoomPeer peer, DataPeer data, DataChannels channels) {
    for (DataChannelEvent event = channels.pollEvent(nowNanos);
        event != null;
        event = channels.pollEvent(nowNanos)) {
      switch (event) {
        case DataChannelEvent.Opened opened -> {
          if (!admit(data, opened)) {
            counters.drop(MediaDrop.DATA_UNKNOWN_CHANNEL);
            channels.close(nowNanos, opened.channel());
          }
        }
        case DataChannelEvent.Closed closed -> close(data, closed.channel());
        case DataChannelEvent.Writable _ -> wake(data);
        case DataChannelEvent.Ended _ -> forget(peer);
        case DataChannelEvent.Connected _, DataChannelEvent.LowWater _ -> {}
      }
    }
  }

  private static boolean admit(DataPeer data, DataChannelEvent.Opened opened) {
    boolean reliable = opened.label().equals(RELIABLE) && data.reliable == DataPeer.CLOSED;
    boolean loose = opened.label().equals(LOOSE) && data.loose == DataPeer.CLOSED;
    if (!opened.protocol().equals(PROTOCOL) || !(reliable || loose)) {
      return false;
    }
    if (reliable) {
      data.reliable = opened.channel();
    } else {
      data.loose = opened.channel();
    }
    return true;
  }

  private void close(DataPeer data, int channel) {
    if (data.reliable == channel) {
      data.reliable = DataPeer.CLOSED;
      wake(data);
    } else if (data.loose == channel) {
      data.loose = DataPeer.CLOSED;
    }
  }

  /** There is room again, or nobody to wait for: whoever waits goes on. */
  private void wake(DataPeer data) {
    data.stalledAtNanos = TimerHeap.NEVER;
    for (RoomPeer sender : data.waiting) {
      DataPeer waiter = sender.data;
      if (waiter != null) {
        waiter.waitsFor = null;
        enqueue(sender, waiter);
      }
    }
    data.waiting.clear();
  }

  /** A peer has left, or has no data channels any more. */
  void forget(RoomPeer peer) {
    DataPeer data = peer.data;
    if (data == null) {
      return;
    }
    peer.data = null;
    RoomPeer blocker = data.waitsFor;
    if (blocker != null && blocker.data != null) {
      blocker.data.waiting.remove(peer);
    }
    wake(data);
  }

  /** True when somebody waits for a turn. */
  boolean isBusy() {
    return !queue.isEmpty();
  }

  /** Gives turns to those who wait for one, a bounded number of them. */
  void handleTurn(long nowNanos) {
    for (int turns = Math.min(queue.size(), MAX_TURNS); turns > 0; turns--) {
      RoomPeer sender = queue.remove();
      DataPeer data = sender.data;
      if (data != null) {
        data.isQueued = false;
        if (!sender.isRemoved() && data.waitsFor == null && !serve(nowNanos, sender, data)) {
          enqueue(sender, data);
        }
      }
    }
  }

  /** Passes on what a sender has; false when its turn ended before that. */
  private boolean serve(long nowNanos, RoomPeer sender, DataPeer data) {
    int left = MAX_DELIVERIES_A_TURN;
    // What is taken opens its window.
    forwarder.sendDataFrom(sender);
    while (left > 0) {
      Delivery delivery = data.delivery;
      if (delivery == null || delivery.isDone()) {
        delivery = next(nowNanos, sender);
        data.delivery = delivery;
        left--;
        if (delivery == null) {
          return true;
        }
      }
      while (!delivery.isDone() && left-- > 0) {
        if (!deliver(nowNanos, sender, data, delivery)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Takes the next message that can be read; null when there is none. */
  private @Nullable Delivery next(long nowNanos, RoomPeer sender) {
    DataChannels channels = sender.transport().dataChannels();
    DataPeer data = sender.data;
    DataChannelMessage message = null;
    if (channels != null && data != null) {
      message = channels.pollMessage(nowNanos);
      // What was read on the way may have opened a channel.
      takeEvents(nowNanos, sender, data, channels);
    }
    if (message == null || sender.data == null || data == null) {
      return null;
    }
    DataFrame frame = message.text() ? null : DataFrame.read(message.bytes());
    boolean reliable = message.channel() == data.reliable;
    if (frame == null || !(reliable || message.channel() == data.loose)) {
      counters.drop(MediaDrop.DATA_MALFORMED);
      return new Delivery(message.bytes(), false, false, new RoomPeer[0]);
    }
    counters.increment(EngineCounters.Count.DATA_RECEIVED);
    RoomMedia room = sender.room();
    boolean named = frame.to().length > 0;
    RoomPeer[] to = {};
    if (!named && room.otherParts() != 0) {
      tell(nowNanos, sender, Missed.SPANS, 0);
    } else {
      to = named ? named(nowNanos, sender, frame.to()) : room.othersWithData(sender);
    }
    return new Delivery(frame.receivedFrom(sender.member()), reliable, named, to);
  }

  private RoomPeer[] named(long nowNanos, RoomPeer sender, int[] members) {
    List<RoomPeer> found = new ArrayList<>(members.length);
    for (int member : members) {
      RoomPeer peer = sender.room().peer(member);
      if (peer == null || peer == sender || peer.data == null) {
        boolean elsewhere = peer == null && sender.room().otherParts() != 0;
        tell(nowNanos, sender, elsewhere ? Missed.SPANS : Missed.ABSENT, member);
      } else if (!found.contains(peer)) {
        found.add(peer);
      }
    }
    return found.toArray(new RoomPeer[0]);
  }

  /** Gives a message to the next it goes to; false when that one has no room. */
  private boolean deliver(long nowNanos, RoomPeer sender, DataPeer data, Delivery delivery) {
    RoomPeer recipient = delivery.recipient();
    DataPeer theirs = recipient.data;
    DataChannels channels = recipient.transport().dataChannels();
    int channel = theirs == null ? DataPeer.CLOSED : theirs.channel(delivery.reliable);
    if (theirs == null || channels == null || channel == DataPeer.CLOSED) {
      miss(nowNanos, sender, delivery, Missed.ABSENT);
      return true;
    }
    SendRefusal refusal = channels.send(nowNanos, channel, false, delivery.message);
    if (refusal == null) {
      theirs.stalled = false;
      counters.increment(EngineCounters.Count.DATA_SENT);
      delivery.advance();
      forwarder.sendDataFrom(recipient);
      return true;
    }
    if (refusal != SendRefusal.BUFFER_FULL) {
      miss(nowNanos, sender, delivery, Missed.ABSENT);
    } else if (!delivery.reliable) {
      counters.drop(MediaDrop.DATA_NO_ROOM);
      delivery.advance();
    } else if (theirs.stalled) {
      miss(nowNanos, sender, delivery, Missed.STALLED);
    } else {
      theirs.waiting.add(sender);
      data.waitsFor = recipient;
      if (theirs.stalledAtNanos == TimerHeap.NEVER) {
        theirs.stalledAtNanos = nowNanos + STALL_NANOS;
        forwarder.sendDataFrom(recipient);
      }
      return false;
    }
    return true;
  }

  private void miss(long nowNanos, RoomPeer sender, Delivery delivery, Missed why) {
    if (delivery.named || why == Missed.STALLED) {
      tell(nowNanos, sender, why, delivery.recipient().member());
    }
    delivery.advance();
  }

  /** Tells a sender what was not delivered; with its own buffer full it is not told. */
  private void tell(long nowNanos, RoomPeer sender, Missed why, int member) {
    DataChannels channels = sender.transport().dataChannels();
    DataPeer data = sender.data;
    if (channels != null && data != null && data.reliable != DataPeer.CLOSED) {
      channels.send(nowNanos, data.reliable, false, DataFrame.missed(why, member));
      forwarder.sendDataFrom(sender);
    }
  }
}

package chat.free4.rtc.sctp;

/** What {@link DataChannels} tells its owner. */
public sealed interface DataChannelEvent {
  /** Channels can be opened. */
  record Connected() implements DataChannelEvent {}

  /** The other side has opened a channel, or has agreed to one that we opened. */
  record Opened(int channel, String label, String protocol) implements DataChannelEvent {}

  /** The channel is no more; its number may come again. */
  record Closed(int channel) implements DataChannelEvent {}

  /** No more waits to be sent on this channel than was asked for. */
  record LowWater(int channel) implements DataChannelEvent {}

  /** After {@link SendRefusal#BUFFER_FULL}: half of the send buffer is free again. */
  record Writable() implements DataChannelEvent {}

  /** The association has ended, and all channels with it. */
  record Ended(SctpEvent.Reason reason) implements DataChannelEvent {}
}

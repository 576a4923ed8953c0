package chat.free4.rtc.ice;

/** What an {@link IceAgent} tells its owner. */
public sealed interface IceEvent {
  /** An authenticated check, or the answer to one of ours, came over this path. */
  record PathValidated(int path) implements IceEvent {}

  /** This path is no longer used: nothing authenticated came over it for the consent time. */
  record PathRetired(int path) implements IceEvent {}

  /** Data goes over this path from now on. */
  record PathSelected(int path) implements IceEvent {}

  /** Nothing authenticated came over any path for the consent time: the peer is gone. */
  record ConsentLost() implements IceEvent {}
}

package chat.free4.server.media;

import chat.free4.rtc.peer.Negotiation.LocalMedia;
import chat.free4.sfu.MediaCommand;
import chat.free4.sfu.MediaEvent;

/**
 * Other nodes that have parts of this node's rooms, and this node's parts of theirs. A node has a
 * number among the parts, after the workers. For any thread; nothing waits.
 */
public interface NodeParts {
  /** A server that is alone. */
  NodeParts NOBODY =
      new NodeParts() {
        @Override
        public boolean isUsable(int part) {
          return false;
        }

        @Override
        public boolean isThere(int part) {
          return false;
        }

        @Override
        public int members(int part) {
          return 0;
        }

        @Override
        public LocalMedia media(int part, long room) {
          throw new IllegalStateException("there is no node at " + part);
        }

        @Override
        public boolean offer(int part, MediaCommand command) {
          return false;
        }

        @Override
        public boolean offer(int part, VoiceOrder order) {
          return false;
        }

        @Override
        public void span(long room, long workers) {}

        @Override
        public void end(long room) {}

        @Override
        public void onEvent(MediaEvent event) {}

        @Override
        public void onRestart(int worker) {}
      };

  /** Whether a node takes members of our rooms at this moment. */
  boolean isUsable(int part);

  /** Whether a node keeps the members that it has; they are lost before it does not. */
  boolean isThere(int part);

  /** Members that a node has of all rooms, by its own word of a moment ago. */
  int members(int part);

  /** What members of a room who go to a node are answered with. */
  LocalMedia media(int part, long room);

  /** Tells a node's part of a room something; false when it is not there. */
  boolean offer(int part, MediaCommand command);

  /** Has a node's part say something; false when it is not there. */
  boolean offer(int part, VoiceOrder order);

  /** The workers here that have parts of a room that nodes have too, as bits; none: no more. */
  void span(long room, long workers);

  /** One of our rooms has ended. */
  void end(long room);

  /** Something has happened in a room of which this node has a part, but not the control. */
  void onEvent(MediaEvent event);

  /** One of our workers has lost its peers. */
  void onRestart(int worker);
}

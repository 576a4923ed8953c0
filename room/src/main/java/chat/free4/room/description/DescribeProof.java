package chat.free4.room.description;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.Ed25519;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.Transcript;

/**
 * What a device signs to describe a room: the canonical description, in this session, for this
 * room. Tags come last, so that their number is part of what is signed.
 */
public record DescribeProof(
    Bytes session, RoomId room, Bytes identity, Bytes device, RoomDescription description) {
  /** Label of the transcript. */
  static final String LABEL = "free4chat describe 1";

  /** What is signed. */
  public Bytes transcript() {
    Transcript transcript =
        Transcript.of(LABEL)
            .add(session)
            .add(room.value())
            .add(identity)
            .add(device)
            .addUtf8(description.topic())
            .addUtf8(description.language());
    description.tags().forEach(transcript::addUtf8);
    return transcript.toBytes();
  }

  /** True when the device signed. */
  public boolean verifies(Bytes signature) {
    return Ed25519.verify(device, transcript(), signature);
  }
}

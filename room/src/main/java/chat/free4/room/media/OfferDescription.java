package chat.free4.room.media;

import chat.free4.room.access.Bytes;

/** An offer that was read and can be answered. What else it holds is the negotiator's business. */
public interface OfferDescription {
  /** The client's DTLS fingerprint: 32 bytes, which its signature must cover. */
  Bytes fingerprint();
}

package chat.free4.sim;

import chat.free4.rtc.srtp.SrtpBackend;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.wire.PacketBatch;
import java.nio.ByteBuffer;

/**
 * Passes everything on to a backend but the keys, which are the same in every run: those of a
 * handshake depend on the time, whatever the seed. For an engine whose browsers have done their
 * part once they are connected: who sends for them knows the keys.
 */
public final class KnownKeys implements SrtpBackend {
  private final SrtpBackend backend;
  private int outbound;
  private int inbound;

  /** Backed by {@code backend}. */
  public KnownKeys(SrtpBackend backend) {
    this.backend = backend;
  }

  /** A context to send with as the peer does that connected as number {@code peer}, from 0. */
  public static SrtpContext sender(SrtpBackend with, int peer, SrtpProfile profile) {
    return with.outbound(profile, key(profile, peer), salt(profile));
  }

  /** A context that receives what {@link #sender} protects. */
  public static SrtpContext receiver(SrtpBackend with, int peer, SrtpProfile profile) {
    return with.inbound(profile, key(profile, peer), salt(profile));
  }

  private static byte[] key(SrtpProfile profile, int number) {
    byte[] key = new byte[profile.keyBytes()];
    ByteBuffer.wrap(key).putInt(number);
    return key;
  }

  private static byte[] salt(SrtpProfile profile) {
    return new byte[profile.saltBytes()];
  }

  @Override
  public String name() {
    return backend.name();
  }

  @Override
  public SrtpContext outbound(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
    // Others than the peers' own, or two directions would share a keystream.
    return backend.outbound(profile, key(profile, ~outbound++), salt(profile));
  }

  @Override
  public SrtpContext inbound(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
    return backend.inbound(profile, key(profile, inbound++), salt(profile));
  }

  @Override
  public void protect(PacketBatch packets, SrtpContext[] contexts, int from, int to) {
    backend.protect(packets, contexts, from, to);
  }

  @Override
  public void unprotect(PacketBatch packets, SrtpContext[] contexts, int from, int to) {
    backend.unprotect(packets, contexts, from, to);
  }
}

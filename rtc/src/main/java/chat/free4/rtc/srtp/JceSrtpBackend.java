package chat.free4.rtc.srtp;

import chat.free4.wire.PacketBatch;

/** SRTP by the JDK's own ciphers, for both profiles: the reference for native backends. */
public final class JceSrtpBackend implements SrtpBackend {
  @Override
  public String name() {
    return "jce";
  }

  @Override
  public SrtpContext outbound(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SrtpContext inbound(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void protect(PacketBatch packets, SrtpContext[] contexts, int from, int to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void unprotect(PacketBatch packets, SrtpContext[] contexts, int from, int to) {
    throw new UnsupportedOperationException();
  }
}

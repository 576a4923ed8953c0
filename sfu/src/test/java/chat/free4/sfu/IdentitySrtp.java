package chat.free4.sfu;

import chat.free4.rtc.srtp.SrtpBackend;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.wire.DropReason;
import chat.free4.wire.PacketBatch;
import java.util.Objects;

/** SRTP that leaves packets as they are, counts its calls, and allocates nothing. */
final class IdentitySrtp implements SrtpBackend {
  /** Why it refuses. */
  enum Refused implements DropReason {
    /** The test asked for it. */
    FORGED("forged"),
    /** The transport ended earlier in the same batch. */
    CLOSED("closed");

    private final String label;

    Refused(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }

  /** A context that knows only whether it is closed. */
  static final class Context implements SrtpContext {
    boolean closed;

    @Override
    public SrtpProfile profile() {
      return SrtpProfile.AEAD_AES_128_GCM;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  int protectCalls;
  int unprotectCalls;

  /** When set, everything received is refused. */
  boolean refusesAll;

  @Override
  public String name() {
    return "identity";
  }

  @Override
  public SrtpContext outbound(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
    return new Context();
  }

  @Override
  public SrtpContext inbound(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
    return new Context();
  }

  @Override
  public void protect(PacketBatch packets, SrtpContext[] contexts, int from, int to) {
    protectCalls++;
    for (int i = from; i < to; i++) {
      if (contextOf(packets, contexts, i).closed) {
        throw new IllegalStateException("sends with a closed context");
      }
    }
  }

  @Override
  public void unprotect(PacketBatch packets, SrtpContext[] contexts, int from, int to) {
    unprotectCalls++;
    for (int i = from; i < to; i++) {
      if (packets.length(i) > 0) {
        if (contextOf(packets, contexts, i).closed) {
          packets.drop(i, Refused.CLOSED);
        } else if (refusesAll) {
          packets.drop(i, Refused.FORGED);
        }
      }
    }
  }

  private static Context contextOf(PacketBatch packets, SrtpContext[] contexts, int index) {
    if (packets.length(index) == 0) {
      throw new IllegalStateException("an empty packet");
    }
    return (Context) Objects.requireNonNull(contexts[index]);
  }
}

package chat.free4.room.moderation;

import chat.free4.room.access.Bytes;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The invites of a sealed room: who made them, for how many, until when, and who has come by them
 * (protocol/sealed-rooms.md, "Invites"). Part of what acts amount to, so bounded as these are.
 */
public final class Invites {
  /** Bytes of an invite's id: the beginning of its public key. */
  public static final int ID_BYTES = 16;

  /** Most people that one invite is for. */
  public static final int MAX_USES = 100;

  /** Latest end of an invite, in seconds since 1970. */
  public static final long MAX_NOT_AFTER = (1L << 46) - 1;

  /** Most invites; of more, the one that was made first is gone. */
  static final int MAX_INVITES = 64;

  /** Most people who came by any of them; of more, the invite that was made first is gone. */
  static final int MAX_GUESTS = 256;

  /** An act's value is the end of the invite in seconds since 1970, and its uses in these bits. */
  private static final int USES_BITS = 7;

  /** In the order in which they were made. */
  private final LinkedHashMap<Bytes, Invite> invites = new LinkedHashMap<>();

  /** How an invite stands for somebody. */
  public enum Standing {
    /** There is none of that id. */
    UNKNOWN,
    /** It was taken back. */
    REVOKED,
    /** Its time is over. */
    EXPIRED,
    /** As many as it was for have come by it. */
    SPENT,
    /** It lets them in, once more. */
    OPEN,
    /** It has let them in before, and does so again. */
    USED
  }

  /** One invite. */
  public static final class Invite {
    private final Bytes maker;
    private final long value;
    private final Set<Bytes> guests = new LinkedHashSet<>();
    private boolean revoked;

    private Invite(Bytes maker, long value) {
      this.maker = maker;
      this.value = value;
    }

    Bytes maker() {
      return maker;
    }

    /** Its end and for how many it is, as the act says it. */
    long terms() {
      return value;
    }

    /** Seconds since 1970. */
    public long notAfter() {
      return value >>> USES_BITS;
    }

    /** How many it is for. */
    public int uses() {
      return usesOf(value);
    }

    /** True once it was taken back. */
    public boolean isRevoked() {
      return revoked;
    }

    /** Who has come by it: the first bytes of each identity. */
    public Set<Bytes> guests() {
      return Collections.unmodifiableSet(guests);
    }

    private boolean isOpen() {
      return !revoked && guests.size() < uses();
    }
  }

  /** True for a value that an invite may have. */
  static boolean isTerms(long value) {
    return usesOf(value) >= 1 && usesOf(value) <= MAX_USES;
  }

  /** The value of an act that makes an invite. */
  public static long terms(long notAfterSeconds, int uses) {
    return notAfterSeconds << USES_BITS | uses;
  }

  private static int usesOf(long value) {
    return (int) (value & ((1 << USES_BITS) - 1));
  }

  /** By which an invite is known. */
  public static Bytes id(Bytes inviteKey) {
    return inviteKey.slice(0, ID_BYTES);
  }

  /** By which an invite knows who has come by it. */
  private static Bytes guest(Bytes identity) {
    return identity.slice(0, ID_BYTES);
  }

  /** How the invite of a key stands for an identity. */
  public Standing standing(Bytes inviteKey, Bytes identity, long nowSeconds) {
    Invite invite = invites.get(id(inviteKey));
    if (invite == null) {
      return Standing.UNKNOWN;
    }
    if (invite.revoked) {
      return Standing.REVOKED;
    }
    if (nowSeconds > invite.notAfter()) {
      return Standing.EXPIRED;
    }
    if (invite.guests.contains(guest(identity))) {
      return Standing.USED;
    }
    return invite.isOpen() ? Standing.OPEN : Standing.SPENT;
  }

  /** All of them, by id. */
  public Map<Bytes, Invite> all() {
    return Collections.unmodifiableMap(invites);
  }

  boolean mayMake(SignedAct act) {
    return !invites.containsKey(id(act.subject()));
  }

  boolean mayRevoke(SignedAct act) {
    Invite invite = invites.get(id(act.subject()));
    return invite != null && !invite.revoked;
  }

  boolean mayRedeem(SignedAct act) {
    @Nullable Invite invite = invites.get(id(act.subject()));
    return invite != null && invite.isOpen() && !invite.guests.contains(guestOf(act));
  }

  void make(SignedAct act) {
    invites.put(id(act.subject()), new Invite(act.actor(), act.value()));
    if (invites.size() > MAX_INVITES) {
      invites.pollFirstEntry();
    }
  }

  /** One that a summary tells of. */
  void restore(Bytes id, Bytes maker, long terms, boolean revoked, Collection<Bytes> guests) {
    Invite invite = new Invite(maker, terms);
    invite.revoked = revoked;
    invite.guests.addAll(guests);
    invites.put(id, invite);
  }

  void revoke(SignedAct act) {
    Invite invite = invites.get(id(act.subject()));
    if (invite != null) {
      invite.revoked = true;
    }
  }

  void redeem(SignedAct act) {
    Invite invite = invites.get(id(act.subject()));
    if (invite != null) {
      invite.guests.add(guestOf(act));
      forgetEldestBut(invite);
    }
  }

  /** The one just used stays: who came by it waits to be let in. */
  private void forgetEldestBut(Invite used) {
    int guests = invites.values().stream().mapToInt(each -> each.guests.size()).sum();
    if (guests > MAX_GUESTS) {
      invites.values().stream()
          .filter(each -> each != used && !each.guests.isEmpty())
          .findFirst()
          .ifPresent(invites.values()::remove);
    }
  }

  /** Who was banned knows the links of what they made. */
  void revokeOf(Bytes maker) {
    for (Invite invite : invites.values()) {
      invite.revoked |= invite.maker.equals(maker);
    }
  }

  private static Bytes guestOf(SignedAct act) {
    return act.subject().slice(ID_BYTES, act.subject().length());
  }
}

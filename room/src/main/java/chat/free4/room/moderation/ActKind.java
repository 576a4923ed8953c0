package chat.free4.room.moderation;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import org.jspecify.annotations.Nullable;

/** What an act does (protocol/moderation.md, "Kinds"). The code is its byte on the wire. */
public enum ActKind {
  /** Nobody hears the subject; value 1: until it unmutes itself. */
  MUTE(1, Subject.PERSON, 1),
  /** The subject is heard again. */
  UNMUTE(2, Subject.PERSON, 0),
  /** The subject is out of the room. */
  KICK(3, Subject.PERSON, 0),
  /** As a kick, and the subject does not come in again. */
  BAN(4, Subject.PERSON, 0),
  /** The subject may come in again. */
  UNBAN(5, Subject.PERSON, 0),
  /** Value 1: nobody new comes in. */
  LOCK(6, Subject.NONE, 1),
  /** Value 1 names the subject a moderator, 0 takes that back. */
  MODERATOR(7, Subject.PERSON, 1),
  /** The subject owns the room; the former owner is a moderator. */
  OWNER(8, Subject.PERSON, 0),
  /** Value 1: who is new knocks, and comes in when somebody lets them. */
  LOBBY(9, Subject.NONE, 1),
  /** The subject may come in past the lobby. */
  ADMIT(10, Subject.PERSON, 0),
  /** The subject is asked to go. */
  TURN_AWAY(11, Subject.PERSON, 0),
  /** Value: seconds between two messages of one person in the chat; 0: none. */
  SLOW(12, Subject.NONE, 3_600),
  /** A message is gone: the subject is its author's member id, the value its sequence. */
  DELETE(13, Subject.SHORT, SignedAct.MAX_NUMBER),
  /** Value 1: only speakers are heard. */
  STAGE(14, Subject.NONE, 1),
  /** Value 1 invites the subject to speak; 0 seats it in the audience again. */
  SPEAKER(15, Subject.PERSON, 1),
  /** Value 1 raises the subject's hand, 0 lowers it; passing: see {@link #isPassing}. */
  HAND(16, Subject.PERSON, 1),
  /** Value: seconds that each person may talk in ten minutes; 0: as long as they like. */
  FLOOR(17, Subject.NONE, 600),
  /** An invite to a sealed room: the subject is its id, the value its end and its uses. */
  INVITE(18, Subject.SHORT, SignedAct.MAX_NUMBER),
  /** The invite of that id lets nobody in any more. */
  REVOKE(19, Subject.SHORT, 0),
  /** One has come by an invite: the subject is its id, and the beginning of their identity. */
  REDEEM(20, Subject.PAIR, 0),
  /** Takes the place of all acts before: the subject is the hash of what they amount to. */
  SUMMARY(21, Subject.HASH, 0),
  /** Value 1: who is here may hear again, for a moment, what was just said. */
  REPLAY(22, Subject.NONE, 1),
  /** Value 1: robots of the server may be in a sealed room, and hold its keys while they are. */
  ROBOTS(23, Subject.NONE, 1);

  /** What stands in the subject's 32 bytes. */
  enum Subject {
    /** Zeros. */
    NONE,
    /** An identity. */
    PERSON,
    /** 16 bytes, of a member id or an invite's, and zeros. */
    SHORT,
    /** Twice 16 bytes. */
    PAIR,
    /** Of {@link StateBytes}. */
    HASH;

    boolean fits(Bytes subject) {
      boolean isNobody = subject.equals(SignedAct.NOBODY);
      return switch (this) {
        case NONE -> isNobody;
        case PERSON, PAIR, HASH -> !isNobody;
        case SHORT ->
            !isNobody
                && subject.slice(MemberId.BYTES, subject.length()).equals(SignedAct.NO_PADDING);
      };
    }
  }

  private static final ActKind[] ALL = values();

  private final int code;
  private final Subject subject;
  private final long maxValue;

  ActKind(int code, Subject subject, long maxValue) {
    this.code = code;
    this.subject = subject;
    this.maxValue = maxValue;
  }

  /** Its byte on the wire. */
  public int code() {
    return code;
  }

  /**
   * True for what is of the moment: not part of the chain. Such an act follows the root, and its
   * number only grows for its actor; of each subject the newest counts.
   */
  public boolean isPassing() {
    return this == HAND;
  }

  /** True when its acts have such a subject. */
  public boolean fits(Bytes bytes) {
    return subject.fits(bytes);
  }

  /** Largest value. */
  public long maxValue() {
    return maxValue;
  }

  /** True for a value that its acts may have. */
  boolean takes(long value) {
    return value >= 0 && value <= maxValue && (this != INVITE || Invites.isTerms(value));
  }

  /** The kind of a code; null when there is none. */
  static @Nullable ActKind of(int code) {
    return code >= 1 && code <= ALL.length ? ALL[code - 1] : null;
  }
}

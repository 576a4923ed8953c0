package chat.free4.room.moderation;

import chat.free4.room.access.Bytes;
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
  OWNER(8, Subject.PERSON, 0);

  /** What stands in the subject's 32 bytes. */
  enum Subject {
    /** Zeros. */
    NONE,
    /** An identity. */
    PERSON;

    boolean fits(Bytes subject) {
      return this == NONE == subject.equals(SignedAct.NOBODY);
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

  /** True when its acts have such a subject. */
  public boolean fits(Bytes bytes) {
    return subject.fits(bytes);
  }

  /** Largest value. */
  public long maxValue() {
    return maxValue;
  }

  /** The kind of a code; null when there is none. */
  static @Nullable ActKind of(int code) {
    return code >= 1 && code <= ALL.length ? ALL[code - 1] : null;
  }
}

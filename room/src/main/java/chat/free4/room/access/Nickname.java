package chat.free4.room.access;

/** The rule of nicknames. Browsers hold it on both sides; to the server a profile is opaque. */
public final class Nickname {
  /** Most characters a person sees. */
  public static final int MAX_CHARACTERS = 24;

  private Nickname() {}

  /** True when the nickname may be shown; nothing is mended. */
  public static boolean isValid(String nickname) {
    return VisibleText.isValid(nickname, MAX_CHARACTERS);
  }
}

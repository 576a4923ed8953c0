package chat.free4.room.access;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Names of public rooms: many spellings, one canonical name, from which the room id is made. */
public final class RoomName {
  /** Most characters a person sees. */
  public static final int MAX_CHARACTERS = 40;

  /** Most bytes of UTF-8. */
  public static final int MAX_BYTES = 200;

  private RoomName() {}

  /**
   * The canonical name: the folded one ({@link TextFolding#fold}). Null when it breaks the rules of
   * {@link VisibleText}.
   */
  public static @Nullable String canonical(String name) {
    String canonical = TextFolding.fold(name);
    boolean valid =
        canonical != null
            && canonical.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
            && VisibleText.isValid(canonical, MAX_CHARACTERS);
    return valid ? canonical : null;
  }
}

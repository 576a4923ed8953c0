package chat.free4.server.robot;

import chat.free4.room.access.VisibleText;
import chat.free4.server.remote.RemoteException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Makes sentences of an answer that comes in pieces, so that the first is said while the next is
 * still thought of. What a model thinks aloud at the beginning is left out.
 */
final class Sentences {
  /** Something shorter is said together with what follows. */
  static final int LEAST = 12;

  /** Thoughts aloud, in UTF-16 units; of more there is no answer. */
  static final int MAX_ALOUD = 100_000;

  private static final String ALOUD = "<think>";
  private static final String ALOUD_END = "</think>";
  private static final String ENDS = ".!?…";

  /** No space follows these. */
  private static final String FULL_ENDS = "。！？";

  private final Consumer<String> out;
  private final Predicate<String> secret;
  private final StringBuilder waiting = new StringBuilder();
  private boolean isBeginning = true;
  private int given;

  /** Gives sentences to {@code out}; where one is {@code secret}, it throws. */
  Sentences(Consumer<String> out, Predicate<String> secret) {
    this.out = out;
    this.secret = secret;
  }

  /** Takes a piece; false when no more is wanted. */
  boolean add(String piece) throws RemoteException {
    waiting.append(piece);
    if (isBeginning && !begin(false)) {
      return waiting.length() < MAX_ALOUD;
    }
    int end = sentenceEnd();
    while (end > 0 && given < Mind.MAX_ANSWER) {
      give(waiting.substring(0, end));
      waiting.delete(0, end);
      end = sentenceEnd();
    }
    return given + waiting.length() < Mind.MAX_ANSWER;
  }

  /** No piece comes any more; false when nothing was said. */
  boolean finish() throws RemoteException {
    if (!isBeginning || begin(true)) {
      give(waiting.toString());
    }
    waiting.setLength(0);
    return given > 0;
  }

  /** True when what waits is of the answer. */
  private boolean begin(boolean isAll) {
    String text = waiting.toString().stripLeading();
    if (!isAll && text.length() < ALOUD.length() && ALOUD.startsWith(text)) {
      return false;
    }
    if (text.startsWith(ALOUD)) {
      int end = text.indexOf(ALOUD_END);
      if (end < 0) {
        return false;
      }
      text = text.substring(end + ALOUD_END.length());
    }
    waiting.setLength(0);
    waiting.append(text);
    isBeginning = false;
    return true;
  }

  private int sentenceEnd() {
    for (int i = LEAST - 1; i < waiting.length(); i++) {
      char c = waiting.charAt(i);
      boolean isSpaced = i + 1 < waiting.length() && Character.isWhitespace(waiting.charAt(i + 1));
      if (c == '\n' || FULL_ENDS.indexOf(c) >= 0 || (isSpaced && ENDS.indexOf(c) >= 0)) {
        return i + 1;
      }
    }
    return 0;
  }

  private void give(String sentence) throws RemoteException {
    if (secret.test(sentence)) {
      throw new RemoteException("it gave its key away");
    }
    String visible = VisibleText.withoutForbidden(sentence).strip();
    String said = visible.substring(0, Math.min(visible.length(), Mind.MAX_ANSWER - given));
    if (!said.isEmpty()) {
      given += said.length();
      out.accept(said);
    }
  }
}

package chat.free4.server.voice;

import java.io.IOException;

/** A voice elsewhere, and one that is here for when it fails. */
final class FallbackTts implements Tts {
  private final Tts elsewhere;
  private final Tts here;

  FallbackTts(Tts elsewhere, Tts here) {
    this.elsewhere = elsewhere;
    this.here = here;
  }

  @Override
  public Sound speak(String text, String language) throws IOException, InterruptedException {
    try {
      return elsewhere.speak(text, language);
    } catch (IOException e) {
      if (!here.isThere()) {
        throw e;
      }
      return here.speak(text, language); // why is in the log already
    }
  }

  /** What people have said for them goes to nobody else. */
  @Override
  public Sound speak(String text, String language, int voice)
      throws IOException, InterruptedException {
    return here.speak(text, language, voice);
  }

  @Override
  public boolean readsForPeople() {
    return here.readsForPeople();
  }

  @Override
  public boolean isThere() {
    return elsewhere.isThere() || here.isThere();
  }

  @Override
  public String summary() {
    String fallback = here.isThere() ? ", else " + here.summary() : "";
    return "a service elsewhere" + fallback;
  }

  @Override
  public boolean isElsewhere() {
    return true;
  }
}

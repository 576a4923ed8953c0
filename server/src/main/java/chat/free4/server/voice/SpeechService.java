package chat.free4.server.voice;

import chat.free4.server.config.RobotConfig;
import chat.free4.server.remote.RemoteException;
import chat.free4.server.remote.RemoteService;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;

/** A voice by a service that is compatible with OpenAI's speech endpoint. */
final class SpeechService implements Tts {
  /** Bytes of sound that are read: two channels, as long as a phrase may be. */
  static final int MAX_BYTES = Wave.HEADER_BYTES + 4 * Resampler.RATE * Espeak.MAX_SECONDS;

  private static final JsonMapper JSON = new JsonMapper();

  private final RemoteService service;
  private final String model;
  private final String voice;
  private final long limitMillis;

  /** The one that was configured, which has so long for a sentence. */
  SpeechService(RobotConfig.Speech configured, long limitMillis) {
    RobotConfig.Service named = configured.service();
    this.service = RemoteService.bearer(named.flag(), named.url(), named.key());
    this.model = named.model();
    this.voice = configured.voice();
    this.limitMillis = limitMillis;
  }

  @Override
  public Sound speak(String text, String language) throws IOException, InterruptedException {
    byte[] question =
        JSON.writeValueAsBytes(
            JSON.createObjectNode()
                .put("model", model)
                .put("voice", voice)
                .put("input", text)
                .put("response_format", "wav"));
    return service.ask(
        new RemoteService.Question(
            "/audio/speech", "application/json", question, MAX_BYTES, limitMillis),
        (_, body) -> sound(body));
  }

  /** The sound of an answer. */
  static Sound sound(InputStream body) throws IOException {
    byte[] wave = body.readAllBytes();
    try {
      Sound sound = Wave.read(wave, Espeak.MAX_SECONDS);
      if (sound.samples().length > 0) {
        return sound;
      }
    } catch (IOException e) {
      throw new RemoteException(String.valueOf(e.getMessage())); // of ours, not of the service's
    }
    throw new RemoteException("no sound came");
  }

  @Override
  public boolean isThere() {
    return true;
  }
}

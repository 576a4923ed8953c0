package chat.free4.server.ears;

import chat.free4.room.access.VisibleText;
import chat.free4.room.robot.RobotDeed;
import chat.free4.server.config.RobotConfig;
import chat.free4.server.remote.RemoteException;
import chat.free4.server.remote.RemoteService;
import chat.free4.server.voice.Tts;
import chat.free4.server.voice.Wave;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Ears by a service that is compatible with OpenAI's transcriptions, as local whisper servers are:
 * a form (RFC 7578) with a WAVE file goes there, JSON comes back.
 */
public final class TranscriptionService implements Stt {
  /** Bytes of an answer: it is one sentence or some. */
  static final int MAX_BYTES = 64 * 1024;

  /**
   * Of a form. It is not in the sound by chance: sound is never text, and the other parts are ours.
   */
  private static final String BOUNDARY = "free4chat-0b7a3c5e9d1f4a62-sound";

  /** Of a room in which any language is spoken: the service has to find out. */
  private static final String ANY = "any";

  private static final JsonMapper JSON = new JsonMapper();

  private final RemoteService service;
  private final String model;
  private final long limitMillis;

  /** The one that was configured, which has so long for an utterance. */
  public TranscriptionService(RobotConfig.Service configured, long limitMillis) {
    this.service = RemoteService.bearer(configured.flag(), configured.url(), configured.key());
    this.model = configured.model();
    this.limitMillis = limitMillis;
  }

  @Override
  public String hear(Tts.Sound sound, String language) throws IOException, InterruptedException {
    return service.ask(
        new RemoteService.Question(
            "/audio/transcriptions",
            "multipart/form-data; boundary=" + BOUNDARY,
            form(sound, language),
            MAX_BYTES,
            limitMillis),
        (_, body) -> text(body.readAllBytes()));
  }

  private byte[] form(Tts.Sound sound, String language) throws IOException {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    part(form, "name=\"model\"", model);
    part(form, "name=\"response_format\"", "json");
    if (!language.isEmpty() && !language.equals(ANY)) {
      part(form, "name=\"language\"", language.split("-", 2)[0].toLowerCase(Locale.ROOT));
    }
    head(form, "name=\"file\"; filename=\"said.wav\"\r\nContent-Type: audio/wav");
    form.write(Wave.write(sound));
    form.write(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return form.toByteArray();
  }

  private static void head(ByteArrayOutputStream form, String disposition) throws IOException {
    String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition;
    form.write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static void part(ByteArrayOutputStream form, String disposition, String value)
      throws IOException {
    head(form, disposition);
    form.write((value + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  /** What it has heard, as a line of the chat may be. */
  private String text(byte[] answer) throws RemoteException {
    try {
      JsonNode text = JSON.readTree(answer).path("text");
      if (text.isTextual()) {
        String visible = VisibleText.withoutForbidden(text.asText()).strip();
        if (service.holdsKey(visible)) {
          throw new RemoteException("it gave its key away");
        }
        return visible.substring(0, Math.min(visible.length(), RobotDeed.Say.MAX_LENGTH));
      }
    } catch (JsonProcessingException e) {
      // Said below: what stands there is nobody's business.
    } catch (RemoteException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("bytes cannot be read", e);
    }
    throw new RemoteException("its answer is not what was agreed on");
  }
}

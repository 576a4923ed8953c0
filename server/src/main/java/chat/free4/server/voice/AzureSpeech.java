package chat.free4.server.voice;

import chat.free4.room.access.VisibleText;
import chat.free4.server.config.RobotConfig;
import chat.free4.server.remote.RemoteService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A voice by Azure Speech, over its REST interface for text to speech: SSML goes in, WAVE comes
 * back. What is said is text alone; no element of SSML can be said into it.
 */
final class AzureSpeech implements Tts {
  private static final String KEY_HEADER = "Ocp-Apim-Subscription-Key";
  private static final String FORMAT = "riff-48khz-16bit-mono-pcm";

  private final RemoteService service;
  private final List<String> voices;
  private final long limitMillis;

  /** The one that was configured, which has so long for a sentence. */
  AzureSpeech(RobotConfig.Azure configured, long limitMillis) {
    this.service =
        new RemoteService(
            "azure-speech",
            configured.url(),
            Optional.of(new RemoteService.Header(KEY_HEADER, "", configured.key())));
    this.voices = configured.voices();
    this.limitMillis = limitMillis;
  }

  @Override
  public Sound speak(String text, String language) throws IOException, InterruptedException {
    byte[] ssml = ssml(text, voice(language)).getBytes(StandardCharsets.UTF_8);
    return service.ask(
        new RemoteService.Question(
            "",
            "application/ssml+xml",
            ssml,
            SpeechService.MAX_BYTES,
            limitMillis,
            "X-Microsoft-OutputFormat",
            FORMAT),
        (_, body) -> SpeechService.sound(body));
  }

  private String voice(String language) {
    String primary = language.split("-", 2)[0] + "-";
    return voices.stream()
        .filter(voice -> voice.startsWith(language + "-"))
        .findFirst()
        .or(() -> voices.stream().filter(voice -> voice.startsWith(primary)).findFirst())
        .orElse(voices.getFirst());
  }

  /** What is asked for; no character of XML's own is left in the text. */
  static String ssml(String text, String voice) {
    String locale = voice.substring(0, voice.lastIndexOf('-'));
    return "<speak version=\"1.0\" xmlns=\"http://www.w3.org/2001/10/synthesis\" xml:lang=\""
        + locale
        + "\"><voice name=\""
        + voice
        + "\">"
        + escape(VisibleText.withoutForbidden(text))
        + "</voice></speak>";
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&apos;");
                // No characters of XML 1.0.
                case 0xfffe, 0xffff -> escaped.append(' ');
                default -> escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }

  @Override
  public boolean isThere() {
    return true;
  }
}
